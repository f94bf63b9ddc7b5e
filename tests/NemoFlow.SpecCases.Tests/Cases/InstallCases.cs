// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.SpecCases.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

internal static class InstallCases
{
    /// <summary>Claude Code posts hooks itself where it can; the command, where there is one, is that of the hook client.</summary>
    [RunsCase("I01")]
    public static async Task ClaudeFileAsync(CaseContext c)
    {
        using CliProcess cli = new();
        JsonElement expected = c.Out("json");
        string[] argv = [.. c.Input.ItemsAt("argv").Select(a => a.GetString()!)];
        JsonElement posted = await ReadAsync(c, cli, argv);
        JsonElement commands = await ReadAsync(c, cli, [.. argv, "--command-hooks"]);
        foreach (JsonElement hooks in (JsonElement[])[posted, commands])
        {
            string[] events = [.. hooks.EnumerateObject().Select(e => e.Name)];
            c.True(Words(expected, "hooks.has").All(events.Contains), "events: " + string.Join(' ', events));
            c.True(!Words(expected, "hooks.lacks").Any(events.Contains), "events: " + string.Join(' ', events));
            c.True(!hooks.GetProperty("SessionEnd")[0].TryGetProperty(expected.GetProperty("hooks.SessionEnd[0].lacks").GetString()!, out _), "SessionEnd has no matcher");
        }

        c.Contains("hook-forward", expected.GetProperty("hooks.PreToolUse[0].hooks[0].command.contains").GetString()!, "expectation");
        string command = commands.GetProperty("PreToolUse")[0].GetProperty("hooks")[0].GetProperty("command").GetString()!;
        c.Contains("nemo-flow-hook", command, "command");
        c.Contains(" claude-code", command, "command");
        c.Same("http", posted.GetProperty("PreToolUse")[0].GetProperty("hooks")[0].GetProperty("type").GetString(), "posted");
    }

    [RunsCase("I03")]
    public static async Task MergeAsync(CaseContext c)
    {
        using CliProcess cli = new();
        string file = Write(cli, ".claude/settings.json", c.In("existing").GetRawText());
        await RunAsync(c, cli, 0, "install", "claude-code");
        byte[] first = await File.ReadAllBytesAsync(file, SpecGateway.Stop);
        for (int i = 1; i < c.In("apply").GetInt32(); i++)
        {
            await RunAsync(c, cli, 0, "install", "claude-code");
        }

        c.Same("byte-identical", c.Out("second_apply").GetString(), "expectation");
        c.Sequence(first, await File.ReadAllBytesAsync(file, SpecGateway.Stop), "second apply");
        JsonElement stop = JsonElement.Parse(first).GetProperty("hooks").GetProperty("Stop");
        c.Same(c.Out("stop_entries").GetInt32(), stop.GetArrayLength(), "entries");
        c.Same("existing", stop[0].GetProperty("hooks")[0].GetProperty("command").GetString(), "the first");
    }

    [RunsCase("I04")]
    public static async Task RefusalAsync(CaseContext c)
    {
        (string Agent, string File, int Message)[] places =
        [
            ("claude-code", ".claude/settings.json", 0),
            ("codex", ".codex/hooks.json", 0),
            ("claude-code", ".claude/settings.json", 0),
            ("cursor", ".cursor/hooks.json", 1),
            ("codex", ".codex/config.toml", 2),
            ("hermes", ".hermes/config.yaml", 3),
        ];
        foreach ((JsonElement existing, (string agent, string name, int message)) in c.Input.ItemsAt("existing").Zip(places))
        {
            using CliProcess cli = new();
            string text = existing.GetString()!;
            int comment = text.IndexOf(" (", StringComparison.Ordinal);
            string file = Write(cli, name, comment < 0 ? text : text[..comment]);
            byte[] before = await File.ReadAllBytesAsync(file, SpecGateway.Stop);
            string[] files = Files(cli);

            string error = await RunAsync(c, cli, 1, "install", agent);

            c.Contains(c.Out("messages")[message].GetString()!, error, name);
            c.Sequence(before, await File.ReadAllBytesAsync(file, SpecGateway.Stop), name);
            c.Sequence(files, Files(cli), "files");
        }
    }

    [RunsCase("I06")]
    public static async Task CodexProjectAsync(CaseContext c)
    {
        using CliProcess cli = new();
        string project = Directory.CreateDirectory(Path.Combine(cli.Folder, "project")).FullName;
        c.Contains("[features] other = true; [model_providers.openai] base_url = http://old", c.In("existing").GetString()!, "input");
        string file = Write(cli, "project/.codex/config.toml", "# mine\n[features] # here\nother = true\n\n[model_providers.openai]\nbase_url = \"http://old\" # kept\n");
        (int exit, _, string error) = await cli.RunAsync(c.Input.ItemsAt("argv").Select(a => a.GetString()!), folder: project);
        c.Same(0, exit, error);
        string text = await File.ReadAllTextAsync(file, SpecGateway.Stop);
        foreach (string line in c.Expect.ItemsAt("toml_contains").Select(l => l.GetString()!))
        {
            c.Contains(line, text, "config.toml");
        }

        c.Same("# mine\n[features] # here\nother = true\nhooks = true\n\n[model_providers.openai]\nbase_url = \"http://old\" # kept\n", text, "comments and order");
        c.True(File.Exists(Path.Combine(project, ".codex", "hooks.json")), c.Out("path_under").GetString()!);
        c.True(!Directory.Exists(Path.Combine(cli.Folder, ".codex")), "nothing for the user");
    }

    [RunsCase("I07")]
    public static async Task HermesAsync(CaseContext c)
    {
        using CliProcess cli = new();
        c.Contains("pre_tool_call has one audit command", c.In("existing").GetString()!, "input");
        string file = Write(cli, ".hermes/config.yaml", "# mine\nmodel:\n  provider: auto # the best\nhooks:\n  pre_tool_call:\n    - command: audit\n");
        await RunAsync(c, cli, 0, "install", "hermes");
        string[] lines = await File.ReadAllLinesAsync(file, SpecGateway.Stop);
        c.Sequence(["# mine", "model:", "  provider: auto # the best", "hooks:", "  pre_tool_call:", "    - command: audit"], lines.Take(6), "what was there");
        c.Contains(c.Expect.GetProperty("model.provider").GetString()!, lines[2], "provider");
        c.Same(c.Out("pre_tool_call_entries").GetInt32(), Entries(lines, "pre_tool_call"), "pre_tool_call");
        c.Same(c.Out("on_session_finalize_entries").GetInt32(), Entries(lines, "on_session_finalize"), "on_session_finalize");
    }

    private static int Entries(string[] lines, string name) =>
        lines.SkipWhile(l => l.Trim() != name + ":").Skip(1).TakeWhile(l => l.StartsWith("    ", StringComparison.Ordinal)).Count(l => l.TrimStart().StartsWith("- ", StringComparison.Ordinal));

    private static IEnumerable<string> Words(JsonElement expected, string name) => expected.GetProperty(name).EnumerateArray().Select(w => w.GetString()!);

    private static async Task<JsonElement> ReadAsync(CaseContext c, CliProcess cli, string[] argv)
    {
        await RunAsync(c, cli, 0, argv);
        return JsonElement.Parse(await File.ReadAllBytesAsync(Path.Combine(cli.Folder, c.Out("file").GetString()!), SpecGateway.Stop)).GetProperty("hooks");
    }

    private static async Task<string> RunAsync(CaseContext c, CliProcess cli, int expected, params string[] argv)
    {
        (int exit, string output, string error) = await cli.RunAsync(argv);
        c.Same(expected, exit, string.Join(' ', argv) + ": " + output + error);
        return error;
    }

    private static string Write(CliProcess cli, string name, string text)
    {
        string path = Path.Combine(cli.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>What agents read; the state folder apart.</summary>
    private static string[] Files(CliProcess cli) => [.. Directory.EnumerateFiles(cli.Folder, "*", SearchOption.AllDirectories)
        .Where(f => !f.StartsWith(Path.Combine(cli.Folder, "state"), StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
