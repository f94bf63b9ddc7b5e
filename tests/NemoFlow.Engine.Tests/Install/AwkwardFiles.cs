// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace NemoFlow.Engine.Tests.Install;

/// <summary>Configuration files as they are met: by name, the text of <c>hooks.json</c> and of <c>config.toml</c>; null for no file.</summary>
internal static class AwkwardFiles
{
    private const string OthersHooks =
        "{\n  \"hooks\": {\n    \"Stop\": [\n      { \"matcher\": \"\", \"hooks\": [ { \"type\": \"command\", \"command\": \"other-tool stop\" } ] },\n      { \"hooks\": [ { \"type\": \"command\", \"command\": \"other-tool stop\" }, { \"type\": \"command\", \"command\": \"other-tool stop\" } ] }\n    ],\n    \"Notification\": [ { \"hooks\": [ { \"type\": \"command\", \"command\": \"say done\" } ] } ]\n  }\n}\n";

    private const string Commented =
        "# my words\nmodel = \"gpt-5.5\" # the good one\n\n# about features\n[features] # here\n# nothing yet\n\n[tui]\nnotifications = false\n# last words";

    public static IReadOnlyList<(string Name, string? Hooks, string? Configuration)> All { get; } =
    [
        ("nothing", null, null),
        ("empty files", "", ""),
        ("blank files", " \n\n", "\n\n"),
        ("empty object", "{}", "# only a comment"),
        ("hooks of others", OthersHooks, Commented),
        ("comments everywhere", "// top\n{\n  // before\n  \"hooks\": { // open\n    /* none yet */\n  } // close\n  // after\n}\n// end", Commented + "\n"),
        ("crlf", OthersHooks.ReplaceLineEndings("\r\n"), Commented.ReplaceLineEndings("\r\n")),
        ("byte order mark", "\uFEFF" + OthersHooks, "\uFEFF" + Commented),
        ("tabs", OthersHooks.Replace("  ", "\t", StringComparison.Ordinal), "\tmodel = 'x'\n\t[features]\n\tweb = true\n"),
        ("one line", """{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"x"}]}]},"other":[1,2,3]}""", "model = 'x'"),
        ("trailing commas", "{\n  \"hooks\": {\n    \"Stop\": [\n      {\"hooks\": [{\"type\": \"command\", \"command\": \"x\",},],},\n    ],\n  },\n}\n", "a = [\n  1, # one\n  2, # two\n]\n"),
        ("duplicate members", """{"hooks": {"Stop": []}, "hooks": {"Stop": [], "PreToolUse": [{"hooks": []}]}}""", "model = 'x'\n\n\n\n[projects.\"/a b\"]\ntrust_level = \"trusted\"\n\n\n"),
        ("inline tables", null, "features = { web = true }\nhooks = { state = { } }\nmodel_providers = { x = { name = 'X', base_url = 'http://x' } }\n"),
        ("dotted keys", null, "features.web = true\nmodel_providers.x.name = 'X'\nhooks.state.\"a:b:0:0\".trusted_hash = 'sha256:0'\n"),
        ("hooks in toml", null, "[features]\nhooks = true\n\n[[hooks.Stop]]\n[[hooks.Stop.hooks]]\ntype = \"command\"\ncommand = \"x\"\n\n[hooks.state]\n\n[hooks.state.\"x:stop:0:0\"]\ntrusted_hash = \"sha256:1\"\n"),
        ("hooks switched off", null, "[features]\nhooks    =   false   # no hooks, please\nweb = 1\n"),
        ("already switched on", null, "[features]\nhooks = true\n"),
        ("no final line break", "{\"hooks\": {}}", "[features]\nweb = true"),
        ("only tables", null, "[projects.\"/x\"]\ntrust_level = \"trusted\"\n[mcp_servers.a]\ncommand = \"a\"\n[mcp_servers.a.env]\nK = \"v\"\n"),
        ("one megabyte", Large(), "# " + new string('x', 1 << 20) + "\nmodel = \"x\"\n"),
        ("unicode", "{\"hooks\": {\"Stop\": [{\"hooks\": [{\"type\": \"command\", \"command\": \"echo é \\u00e9 😀\"}]}]}}\n", "name = \"é😀\" # ü\n"),
        ("hook of an unknown form", "{\n  \"hooks\": {\n    \"Stop\": [ null, \"x\", { \"hooks\": \"no list\" }, { \"hooks\": [ null, { \"type\": \"mcp_tool\" } ] } ]\n  },\n  \"version\": 2\n}\n", null),
    ];

    private static string Large()
    {
        StringBuilder text = new("{\n  \"hooks\": {\n    \"Stop\": [");
        for (int i = 0; i < 800; i++)
        {
            text.Append(i == 0 ? "\n" : ",\n").Append(CultureInfo.InvariantCulture, $"      {{ \"hooks\": [ {{ \"type\": \"command\", \"command\": \"tool number {i:D8} {new string('x', 1200)}\" }} ] }}");
        }

        return text.Append("\n    ]\n  }\n}\n").ToString();
    }
}
