// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Agents.Codex;

/// <summary>What Codex's <c>notify</c> tells of a run in which an administrator keeps hooks from running.</summary>
/// <param name="Override">The <c>-c</c> value that makes it ours for the run; null where it stays the user's.</param>
/// <param name="Theirs">The user's own program, which Codex goes on to start; null where there is none.</param>
internal sealed record CodexNotice(string? Override, string? Theirs)
{
    /// <summary>Codex starts one program only: the user's own keeps its place, one of ours that is installed gives way to the run's.</summary>
    public static CodexNotice Find(LaunchInput input, CodexCommandLine line, TomlTable? profile, TomlTable? configuration)
    {
        string? theirs = line.Touching(CodexNotify.Key) is not null ? "-c notify" : CodexNotify.Foreign([profile, configuration, System(input)]);
        return new CodexNotice(theirs is null && input.HookClient.Count > 0 ? CodexNotify.Override(input.HookClient) : null, theirs);
    }

    /// <summary>What is recorded, as the beginning of a sentence.</summary>
    public string Recorded(bool routed) => (routed, Override is not null) switch
    {
        (true, true) => "model calls are recorded, and turns by Codex's notify",
        (true, false) => "only model calls are recorded",
        (false, true) => "only turns are recorded, by Codex's notify",
        (false, false) => "nothing is recorded",
    };

    /// <summary>That the user's own program is kept, as a sentence behind another; empty where there is none.</summary>
    public string Kept => Theirs is null ? "" : " Your own notify program is kept, and Codex starts only one: turns are not told.";

    private static TomlTable? System(LaunchInput input)
    {
        try
        {
            return input.ReadFile(CodexFiles.System) is { } text ? TomlDocument.Parse(text, null, CodexFiles.System).Root : null;
        }
        catch (TomlException)
        {
            // Codex itself says what is wrong with it.
            return null;
        }
    }
}
