// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow;

/// <summary>One recorded fact of a session, as it stands in the journal. Facts are kept as they arrived and interpreted when they are folded.</summary>
public sealed record SessionEvent
{
    /// <summary>The session the event was recorded under.</summary>
    public required string SessionId { get; init; }

    /// <summary>When it happened, by the recorder's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Who saw it.</summary>
    public required EventSource Source { get; init; }

    /// <summary>What it is: one of <see cref="EventKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The agent's kind (<see cref="AgentKinds"/>).</summary>
    public required string Agent { get; init; }

    /// <summary>The natural id: the delivery id of a hook, the call id that joins a model request to its response.</summary>
    public string? Id { get; init; }

    /// <summary>The gateway that wrote the event.</summary>
    public string? Gateway { get; init; }

    /// <summary>Position in the journal of that gateway, from 1.</summary>
    public long Sequence { get; init; }

    /// <summary>The content; its shape depends on <see cref="Kind"/>.</summary>
    public JsonElement Data
    {
        get => RequestBody is { } body ? Joined(Head, body) : Head;
        init => Head = value;
    }

    /// <summary>
    /// What a model request says beside its items, where it stands by itself: instructions and tools, most of a journal, are the same
    /// from request to request, and the requests then have them in common instead of each a copy.
    /// </summary>
    public JsonElement? RequestBody { get; init; }

    /// <summary>The content without <see cref="RequestBody"/>.</summary>
    internal JsonElement Head { get; private init; }

    private static JsonElement Joined(JsonElement head, JsonElement body) => JsonBuilding.Build(writer =>
    {
        writer.WriteStartObject();
        foreach (JsonProperty member in head.EnumerateObject())
        {
            if (member.NameEquals("body"))
            {
                writer.WritePropertyName("body"u8);
                body.WriteVerbatimTo(writer);
            }
            else
            {
                member.WriteVerbatimTo(writer);
            }
        }

        writer.WriteEndObject();
    });
}
