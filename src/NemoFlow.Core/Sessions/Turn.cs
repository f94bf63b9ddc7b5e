// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>A prompt and everything the agent did until it had answered it.</summary>
public sealed record Turn
{
    /// <summary>The agent's own id, else one minted from the event that opened it.</summary>
    public required string Id { get; init; }

    /// <summary>Position in its thread, from 1.</summary>
    public required int Index { get; init; }

    /// <summary>What opened it: <c>user_prompt</c>, <c>gateway_request</c> or <c>implicit</c>.</summary>
    public required string Source { get; init; }

    /// <summary>How it stands.</summary>
    public required CallStatus Status { get; init; }

    /// <summary>What ended it: <c>stop</c>, <c>interrupt</c>, <c>superseded_by_next_turn</c>, <c>session_end</c>, <c>idle</c> …</summary>
    public string? EndReason { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it took; null while it is open.</summary>
    public TimeSpan? Duration => EndedAt - StartedAt;

    /// <summary>The user's prompt.</summary>
    public string? Prompt { get; init; }

    /// <summary>The agent's last message.</summary>
    public string? Response { get; init; }

    /// <summary>What happened in it, in order.</summary>
    public IReadOnlyList<TurnItem> Items { get; init => field = IndexableList.Of(value); } = [];

    /// <summary>Tokens of its own model calls, without those of subagents.</summary>
    public TokenUsage? Usage { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"Turn {Index}";
}
