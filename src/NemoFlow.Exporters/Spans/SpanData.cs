// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Spans;

/// <summary>A span as a backend gets it.</summary>
public sealed record SpanData
{
    /// <summary>The trace.</summary>
    public required UInt128 TraceId { get; init; }

    /// <summary>The span.</summary>
    public required ulong SpanId { get; init; }

    /// <summary>The span above it; 0 for a root.</summary>
    public ulong ParentId { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What it stands for.</summary>
    public required SpanKind Kind { get; init; }

    /// <summary>When it began, as recorded.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>When it ended, as recorded.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>How it ended.</summary>
    public SpanStatus Status { get; init; }

    /// <summary>What went wrong.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>What is told of it.</summary>
    public required AttributeList Attributes { get; init; }

    /// <summary>Moments within it.</summary>
    public IReadOnlyList<SpanEvent> Events { get; init; } = [];

    /// <summary>Spans of other traces.</summary>
    public IReadOnlyList<SpanLink> Links { get; init; } = [];
}
