// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NemoFlow.Rehearsal.Agent;

/// <summary>What one attempt at a model request brought.</summary>
internal sealed record ModelReply
{
    /// <summary>Finished output items; also those that came before a failure.</summary>
    public IReadOnlyList<JsonObject> Items { get; init; } = [];

    /// <summary>Token counts as in the response; null when there were none.</summary>
    public JsonElement? Usage { get; init; }

    /// <summary>Why the attempt failed; null when it succeeded.</summary>
    public string? Error { get; init; }

    /// <summary>Whether another attempt makes sense.</summary>
    public bool CanRetry { get; init; }

    /// <summary>How long the provider asked to wait before that.</summary>
    public TimeSpan RetryAfter { get; init; }
}
