// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.ClaudeCode;

/// <summary>One hook event of Claude Code.</summary>
/// <param name="Name">Its name in settings.</param>
/// <param name="Since">The version that brought it.</param>
internal sealed record ClaudeHookEvent(string Name, Version Since)
{
    /// <summary>False where Claude Code runs only commands for it.</summary>
    public bool OverHttp { get; init; } = true;

    /// <summary>False for events that an observer must not register for, because being there changes what happens.</summary>
    public bool Observable { get; init; } = true;

    /// <summary>How long Claude Code may wait, in seconds; the end of a session it cuts short at about 1.5 s whatever is asked.</summary>
    public int TimeoutSeconds => Name == "SessionEnd" ? 2 : 30;
}
