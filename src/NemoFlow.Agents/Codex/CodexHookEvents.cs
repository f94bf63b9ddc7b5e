// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Codex;

/// <summary>The hook events to register, by the Codex version that brought them.</summary>
internal static class CodexHookEvents
{
    /// <summary>The first version whose hooks and provider settings can be set from the command line.</summary>
    public static readonly Version Minimum = new(0, 129);

    private static readonly (string Name, Version Since)[] Events =
    [
        ("SessionStart", Minimum),
        ("UserPromptSubmit", Minimum),
        ("PreToolUse", Minimum),
        ("PermissionRequest", Minimum),
        ("PostToolUse", Minimum),
        ("SubagentStart", Minimum),
        ("SubagentStop", Minimum),
        ("PreCompact", Minimum),
        ("PostCompact", Minimum),
        ("Stop", Minimum),
        ("SessionEnd", new Version(0, 145)),
        // First seen in 0.169; earlier versions were not tried, and none refuses an event that it does not know.
        ("PreModelRequest", new Version(0, 169)),
        ("PostModelRequest", new Version(0, 169)),
        ("Interrupt", new Version(0, 169)),
    ];

    /// <summary>How long Codex may wait for a hook; it cuts the last two events of a session to three seconds itself, and says so where more is asked.</summary>
    public static int TimeoutSeconds(string name) => name is "SessionEnd" or "Interrupt" ? 3 : 30;

    /// <summary>The events of a version; all of them where the version is not known.</summary>
    public static IEnumerable<string> For(Version? version) => Events.Where(e => version is null || version >= e.Since).Select(e => e.Name);
}
