// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Setup;

/// <summary>What was seen of the state folder.</summary>
public sealed record StateFacts
{
    /// <summary>The folder.</summary>
    public required string Root { get; init; }

    /// <summary>Why it cannot be written; null where it can.</summary>
    public string? WriteProblem { get; init; }

    /// <summary>Whether others may look into a folder of it that holds what was said.</summary>
    public string? OpenToOthers { get; init; }

    /// <summary>Free bytes on its disk; null where that is not known.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>Hooks that wait in the spool.</summary>
    public int Spooled { get; init; }

    /// <summary>When the oldest of them was kept.</summary>
    public DateTimeOffset? OldestSpooled { get; init; }

    /// <summary>Files in the spool that are no hooks.</summary>
    public int BadSpooled { get; init; }

    /// <summary>When the latest journal was written.</summary>
    public DateTimeOffset? LatestJournal { get; init; }

    /// <summary>The log.</summary>
    public string LogPath { get; init; } = "";

    /// <summary>The latest error in it; null where there is none.</summary>
    public string? LastError { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>The copy of the hook client.</summary>
    public string HookClient { get; init; } = "";

    /// <summary>Whether it is there and can be run.</summary>
    public bool HookClientWorks { get; init; } = true;

    /// <summary>Whether it is another than an installation of today would put there.</summary>
    public bool HookClientIsOther { get; init; }

    /// <summary>The program that hooks start as a gateway; null where none is known.</summary>
    public string? Program { get; init; }

    /// <summary>Whether it is there.</summary>
    public bool ProgramExists { get; init; } = true;
}
