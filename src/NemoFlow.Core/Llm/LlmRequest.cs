// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow;

/// <summary>A model request without the history it repeats.</summary>
public sealed record LlmRequest
{
    /// <summary>The model asked for.</summary>
    public string? Model { get; init; }

    /// <summary>Reasoning effort as the request names it.</summary>
    public string? ReasoningEffort { get; init; }

    /// <summary>True where the response was asked for as a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>Number of leading items that the thread's previous request already had.</summary>
    public int HistoryCount { get; init; }

    /// <summary>The items after those.</summary>
    public IReadOnlyList<LlmItem> NewItems { get; init => field = IndexableList.Of(value); } = [];

    /// <summary>The list of those items as the provider's client wrote it; one of them may hold several of ours.</summary>
    public JsonElement? RawItems { get; init; }

    /// <summary>Everything else of the request: instructions, tools, parameters.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>The tools offered, as the provider's request lists them.</summary>
    public JsonElement? Tools { get; init; }

    /// <summary>Text of the latest user message among the new items, where the last of them is one.</summary>
    public string? FreshUserText { get; init; }
}
