// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Storage.Journal;

/// <summary>An event on its way into the journal.</summary>
public sealed record JournalEntry
{
    /// <summary>The session it is recorded under.</summary>
    public required string SessionId { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Who saw it.</summary>
    public required EventSource Source { get; init; }

    /// <summary>One of <see cref="EventKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The agent's kind.</summary>
    public required string Agent { get; init; }

    /// <summary>Delivery id or call id.</summary>
    public string? Id { get; init; }

    /// <summary>The content: a JSON object, well-formed.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The body of a model request: a JSON object whose repeated history is left out when written; null otherwise.</summary>
    public RequestBody? Request { get; init; }
}
