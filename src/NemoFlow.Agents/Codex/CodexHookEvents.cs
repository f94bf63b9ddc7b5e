// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Codex;

/// <summary>The hook events to register, by the Codex version that brought them.</summary>
internal static class CodexHookEvents
{
    /// <summary>The first version whose hooks and provider settings can be set from the command line.</summary>
    public static readonly Version Minimum = new(0, 129);

    private static readonly (string Name, Version Since, bool HasMatcher)[] Events =
    [
        ("SessionStart", Minimum, true),
        ("UserPromptSubmit", Minimum, false),
        ("PreToolUse", Minimum, true),
        ("PermissionRequest", Minimum, true),
        ("PostToolUse", Minimum, true),
        ("SubagentStart", Minimum, true),
        ("SubagentStop", Minimum, true),
        ("PreCompact", Minimum, true),
        ("PostCompact", Minimum, true),
        ("Stop", Minimum, false),
        ("SessionEnd", new Version(0, 145), true),
        // First seen in 0.169; earlier versions were not tried, and none refuses an event that it does not know.
        ("PreModelRequest", new Version(0, 169), false),
        ("PostModelRequest", new Version(0, 169), false),
        ("Interrupt", new Version(0, 169), false),
    ];

    /// <summary>The events of a version; all of them where the version is not known.</summary>
    public static IEnumerable<string> For(Version? version) => Events.Where(e => version is null || version >= e.Since).Select(e => e.Name);
}
