// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Cursor;

/// <summary>
/// Cursor's hook events, as its documentation lists them. Those of inline completions and of windows belong to no session;
/// <c>beforeReadFile</c> would copy every file that is read, and blocks the reading where a hook fails, so an observer leaves it alone.
/// </summary>
public static class CursorHookEvents
{
    /// <summary>Seconds that Cursor waits for a hook of ours.</summary>
    public const int TimeoutSeconds = 30;

    /// <summary>The version of the form of <c>hooks.json</c>.</summary>
    public const int FileVersion = 1;

    /// <summary>The events to register. Cursor ignores those that its version does not know.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "sessionStart",
        "beforeSubmitPrompt",
        "preToolUse",
        "postToolUse",
        "postToolUseFailure",
        "beforeShellExecution",
        "afterShellExecution",
        "beforeMCPExecution",
        "afterMCPExecution",
        "afterFileEdit",
        "subagentStart",
        "subagentStop",
        "afterAgentResponse",
        "afterAgentThought",
        "preCompact",
        "stop",
        "sessionEnd",
    ];
}
