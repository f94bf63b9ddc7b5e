// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>Something that happened in a turn: a model call, a tool call, a subagent or a mark.</summary>
public abstract record TurnItem
{
    /// <summary>The natural id, or one minted from the event.</summary>
    public required string Id { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it took; null while it is open.</summary>
    public TimeSpan? Duration => EndedAt - StartedAt;

    /// <inheritdoc/>
    public sealed override string ToString() => $"{GetType().Name} {Id}";
}
