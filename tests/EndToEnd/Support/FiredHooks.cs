// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NemoFlow.EndToEnd.Support;

/// <summary>Hooks of the user's own that write down what the agent fired: what recordings of hooks are compared with.</summary>
internal sealed class FiredHooks(string folder)
{
    public static readonly string[] Events =
    [
        "SessionStart", "SessionEnd", "UserPromptSubmit", "PreToolUse", "PermissionRequest", "PostToolUse", "PreCompact", "PostCompact",
        "SubagentStart", "SubagentStop", "PreModelRequest", "PostModelRequest", "Stop", "Interrupt",
    ];

    /// <summary>All that Claude Code fires, but those whose presence changes what it does.</summary>
    private static readonly string[] ClaudeEvents =
    [
        "SessionStart", "Setup", "UserPromptSubmit", "UserPromptExpansion", "PreToolUse", "PermissionRequest", "PermissionDenied", "PostToolUse", "PostToolUseFailure", "PostToolBatch",
        "SubagentStart", "SubagentStop", "Notification", "Stop", "StopFailure", "PreCompact", "PostCompact", "SessionEnd", "TeammateIdle", "TaskCreated", "TaskCompleted", "Elicitation",
        "ElicitationResult", "ConfigChange", "InstructionsLoaded", "CwdChanged", "FileChanged", "WorktreeRemove", "DirectoryAdded", "PreModelSwitch", "PostModelSwitch",
    ];

    /// <summary>One file a payload, complete when it has its last name; the gateway's address beside it.</summary>
    private string Command => $"f=$(mktemp '{folder}/XXXXXXXX') && cat >\"$f\" && printf %s \"$NEMO_FLOW_GATEWAY_URL\" >'{folder}/url' && mv \"$f\" \"$f.json\"";

    /// <summary>The payloads, in no particular order.</summary>
    public IReadOnlyList<JsonElement> Payloads() => [.. Directory.EnumerateFiles(folder, "*.json").Select(f => JsonElement.Parse(File.ReadAllText(f)))];

    /// <summary>The gateway that the agent was told of.</summary>
    public Uri? Gateway => File.Exists(Path.Combine(folder, "url")) && File.ReadAllText(Path.Combine(folder, "url")) is { Length: > 0 } url ? new Uri(url) : null;

    /// <summary>Adds the hooks to a Codex home.</summary>
    public void Install(string codexHome, params string[] more)
    {
        JsonObject hooks = [];
        foreach (string name in Events)
        {
            JsonArray handlers = [];
            foreach (string command in (string[])[Command, .. more])
            {
                handlers.Add(new JsonObject { ["type"] = "command", ["command"] = command });
            }

            hooks[name] = new JsonArray(new JsonObject { ["hooks"] = handlers });
        }

        File.WriteAllText(Path.Combine(codexHome, "hooks.json"), new JsonObject { ["hooks"] = hooks }.ToJsonString());
    }

    /// <summary>The <c>hooks</c> member of Claude Code's settings.</summary>
    public JsonObject ClaudeHooks()
    {
        JsonObject hooks = [];
        foreach (string name in ClaudeEvents)
        {
            hooks[name] = new JsonArray(new JsonObject { ["hooks"] = new JsonArray(new JsonObject { ["type"] = "command", ["command"] = Command }) });
        }

        return hooks;
    }

    public void Clear()
    {
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            File.Delete(file);
        }
    }
}
