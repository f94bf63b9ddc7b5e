// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Hooks;

namespace NemoFlow.Storage.Spool;

/// <summary>What the spool says about an event beside its payload.</summary>
/// <param name="Agent">The agent's name, as in the route.</param>
/// <param name="DeliveryId">The id of the failed attempt: an event that arrived after all has been recorded under it.</param>
/// <param name="TimeMs">When the hook began, in Unix milliseconds.</param>
/// <param name="ContentRemoved">Whether the payload was reduced to ids, because content is not captured.</param>
/// <param name="Headers">The headers of the failed attempt by lower-case name; never a token.</param>
public sealed record SpoolEnvelope(
    string Agent,
    string DeliveryId,
    long TimeMs,
    bool ContentRemoved,
    IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Reads the first line of a file; null where it is not an envelope of a version that we know.</summary>
    internal static SpoolEnvelope? TryParse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            bool isKnown = root.GetProperty(HookWireSpool.VersionField).GetInt32() == HookWireSpool.Version;
            string? agent = root.GetProperty(HookWireSpool.AgentField).GetString();
            string? delivery = root.GetProperty(HookWireSpool.DeliveryField).GetString();
            return isKnown && !string.IsNullOrEmpty(agent) && Guid.TryParse(delivery, out _)
                ? new SpoolEnvelope(
                    agent,
                    delivery,
                    root.GetProperty(HookWireSpool.TimeField).GetInt64(),
                    root.TryGetProperty(HookWireSpool.ContentRemovedField, out JsonElement removed) && removed.GetBoolean(),
                    ReadHeaders(root))
                : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Missing, or of another kind than the form says.
            return null;
        }
    }

    private static Dictionary<string, string> ReadHeaders(JsonElement root)
    {
        Dictionary<string, string> headers = new(StringComparer.Ordinal);
        foreach (JsonProperty header in root.GetProperty(HookWireSpool.HeadersField).EnumerateObject())
        {
            if (header.Name is not HookWire.TokenHeader && header.Value.GetString() is { } value)
            {
                headers[header.Name] = value;
            }
        }

        return headers;
    }
}
