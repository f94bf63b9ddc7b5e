// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Spans;

/// <summary>A part of a session that becomes a span, with its place in the tree.</summary>
public sealed record SpanNode
{
    /// <summary>What it stands for.</summary>
    public required SpanNodeKind Kind { get; init; }

    /// <summary>The session.</summary>
    public required Session Session { get; init; }

    /// <summary>The turn, or the turn it belongs to; null for a session.</summary>
    public Turn? Turn { get; init; }

    /// <summary>The model call; null for others.</summary>
    public LlmCall? Call { get; init; }

    /// <summary>The tool call; null for others.</summary>
    public ToolCall? Tool { get; init; }

    /// <summary>The subagent whose turn it is or belongs to; null for the root agent.</summary>
    public Subagent? Agent { get; init; }

    /// <summary>The node above it.</summary>
    public SpanNode? Parent { get; init; }

    /// <summary>The trace's id.</summary>
    public required UInt128 TraceId { get; init; }

    /// <summary>The node's own id, of which a span's id is the lower half.</summary>
    public required UInt128 Id { get; init; }

    /// <summary>The span's id.</summary>
    public ulong SpanId => StableId.Short(Id);

    /// <summary>When it began.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>When it ended; null while it is open.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>How it stands.</summary>
    public required CallStatus Status { get; init; }

    /// <summary>From when on nothing more is expected to change in it; null while that cannot be told.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>True where its ids and its place in the tree are certain, though it may still be open.</summary>
    public bool IsPlaced { get; init; }
}
