// SPDX-License-Identifier: Apache-2.0
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.Hooks;

namespace NemoFlow.Agents.ClaudeCode;

/// <summary>
/// The plugin by which Claude Code is recorded without the wrapper: hooks for a gateway that stays. It holds every event that is known, so
/// it is for versions that ignore unknown ones.
/// </summary>
internal static class ClaudePlugin
{
    /// <summary>Where a gateway that stays is expected.</summary>
    private const string Gateway = "http://127.0.0.1:4040";

    private const string Name = "nemo-flow";
    private const string Description = "Records sessions with NemoFlow: prompts, tool calls, subagents.";
    private const string License = "Apache-2.0";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The plugin's files by their path in its folder.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        [".claude-plugin/plugin.json"] = Text(new JsonObject { ["name"] = Name, ["version"] = "0.1.0", ["description"] = Description, ["author"] = Author(), ["license"] = License }),
        [".claude-plugin/marketplace.json"] = Text(new JsonObject
        {
            ["name"] = Name,
            ["owner"] = Author(),
            ["plugins"] = new JsonArray(new JsonObject { ["name"] = Name, ["source"] = "./", ["description"] = Description }),
        }),
        ["hooks/hooks.json"] = Text(new JsonObject { ["description"] = Description, ["hooks"] = ClaudeHookTable.Build(null, Target) }),
        ["settings.json"] = Text(new JsonObject { ["env"] = new JsonObject { ["ANTHROPIC_BASE_URL"] = Gateway } }),
    };

    /// <summary>A run with a gateway of its own says so, and is not recorded twice.</summary>
    private static ClaudeHookTarget Target => new($"nemo-flow-hook {AgentKinds.ClaudeCode} --gateway-url {Gateway}", Gateway + HookWire.RoutePrefix + AgentKinds.ClaudeCode)
    {
        Headers = new Dictionary<string, string> { [HookWire.RunHeader] = "$NEMO_FLOW_RUN" },
        Variables = ["NEMO_FLOW_RUN"],
    };

    private static JsonObject Author() => new() { ["name"] = "NemoFlow" };

    private static string Text(JsonObject file) => file.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
}
