// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.ClaudeCode;

/// <summary>
/// The hook events of Claude Code, by the version that brought them. Before 2.1.101 one event that a version does not know makes it
/// ignore the whole settings file, so a list must never be longer than the version allows.
/// </summary>
internal static class ClaudeHookEvents
{
    /// <summary>The first version whose hooks name tool calls and the start of subagents.</summary>
    public static readonly Version Minimum = new(2, 0, 45);

    /// <summary>The first version that can post hooks itself.</summary>
    public static readonly Version HttpSince = new(2, 1, 63);

    /// <summary>From here on unknown events are ignored; used where the version that brought an event was not written down.</summary>
    private static readonly Version IgnoresUnknown = new(2, 1, 101);

    private static readonly ClaudeHookEvent[] Events =
    [
        new("SessionStart", Minimum) { OverHttp = false },
        new("Setup", new Version(2, 1, 10)) { OverHttp = false },
        new("UserPromptSubmit", Minimum),
        new("UserPromptExpansion", IgnoresUnknown),
        new("PreToolUse", Minimum),
        new("PermissionRequest", Minimum),
        new("PermissionDenied", new Version(2, 1, 89)),
        new("PostToolUse", Minimum),
        new("PostToolUseFailure", new Version(2, 1, 0)),
        new("PostToolBatch", IgnoresUnknown),
        new("SubagentStart", Minimum),
        new("SubagentStop", Minimum),
        new("Notification", Minimum),
        new("Stop", Minimum),
        new("StopFailure", new Version(2, 1, 78)),
        new("PreCompact", Minimum),
        new("PostCompact", new Version(2, 1, 76)),
        new("SessionEnd", Minimum),
        new("TeammateIdle", new Version(2, 1, 33)),
        new("TaskCreated", new Version(2, 1, 84)),
        new("TaskCompleted", new Version(2, 1, 33)),
        new("Elicitation", new Version(2, 1, 76)),
        new("ElicitationResult", new Version(2, 1, 76)),
        new("ConfigChange", new Version(2, 1, 49)),
        new("InstructionsLoaded", new Version(2, 1, 69)),
        new("CwdChanged", new Version(2, 1, 83)),
        new("FileChanged", new Version(2, 1, 83)),
        new("WorktreeRemove", new Version(2, 1, 50)),
        new("DirectoryAdded", new Version(2, 1, 219)),
        // First seen in 2.1.330.
        new("PreModelSwitch", new Version(2, 1, 330)),
        new("PostModelSwitch", new Version(2, 1, 330)),
        // Its answer is the worktree itself: who answers nothing takes worktrees away from the user.
        new("WorktreeCreate", new Version(2, 1, 50)) { Observable = false },
        // Every piece of text waits for it before it is displayed, and model traffic has the text anyway.
        new("MessageDisplay", new Version(2, 1, 152)) { Observable = false },
    ];

    /// <summary>All events that can arrive, those that are never asked for included.</summary>
    public static IReadOnlyList<ClaudeHookEvent> All => Events;

    /// <summary>The events to register for a version; those of the newest one where the version is not known.</summary>
    public static IEnumerable<ClaudeHookEvent> For(Version? version) => Events.Where(e => e.Observable && (version is null || version >= e.Since));
}
