// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow;

/// <summary>One of several answers to the same request.</summary>
public sealed record LlmChoice
{
    /// <summary>Its number; the first is 0.</summary>
    public required long Index { get; init; }

    /// <summary>Why it stopped.</summary>
    public LlmFinish Finish { get; init; }

    /// <summary>The provider's own word for that.</summary>
    public string? FinishReason { get; init; }

    /// <summary>What it said, in order.</summary>
    public IReadOnlyList<LlmItem> Items { get; init => field = IndexableList.Of(value); } = [];

    /// <summary>The choice as the provider wrote it.</summary>
    public required JsonElement Raw { get; init; }
}
