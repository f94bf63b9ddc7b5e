// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>One thing that was looked at on this machine, and what came of it.</summary>
public sealed record SetupCheck
{
    /// <summary>A stable name, for example <c>hooks.trusted</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The agent that it is about (<see cref="AgentKinds"/>); null for the machine.</summary>
    public string? Agent { get; init; }

    /// <summary>What came of it.</summary>
    public required SetupStatus Status { get; init; }

    /// <summary>What was found.</summary>
    public required string Message { get; init; }

    /// <summary>What to do; null where nothing is to be done.</summary>
    public string? Remedy { get; init; }

    /// <summary>What a trial run recorded; null for checks that only look.</summary>
    public Session? Session { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Status} {Name}: {Message}";
}
