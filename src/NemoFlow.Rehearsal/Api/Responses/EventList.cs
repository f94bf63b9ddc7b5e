// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace NemoFlow.Rehearsal.Api.Responses;

/// <summary>Numbers stream events and writes each as server-sent event bytes.</summary>
internal sealed class EventList
{
    private readonly List<byte[]> _events = [];

    public IReadOnlyList<byte[]> Events => _events;

    /// <summary>Adds an event; <paramref name="payload"/> gets its type and number in front.</summary>
    public void Add(string type, JsonObject payload)
    {
        payload.Insert(0, "type", type);
        payload.Insert(1, "sequence_number", _events.Count);
        _events.Add(SseBytes.Event(type, payload));
    }
}
