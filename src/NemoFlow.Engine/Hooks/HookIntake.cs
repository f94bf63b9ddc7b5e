// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Agents.Common;
using NemoFlow.Content;
using NemoFlow.Engine.Routing;
using NemoFlow.Hooks;
using NemoFlow.Storage.Journal;
using NemoFlow.Text;

namespace NemoFlow.Engine.Hooks;

/// <summary>Takes hooks: reads just enough to find the session, journals the payload as it is, and answers neutrally.</summary>
public sealed class HookIntake(Recorder recorder)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    private long _malformed;

    private static ReadOnlySpan<byte> PayloadOpen => "{\"payload\":"u8;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Payloads that were no JSON objects.</summary>
    public long Malformed => Volatile.Read(ref _malformed);

    /// <summary>Takes one hook. The answer comes after the event is in the journal, and at the end of a turn after its projections.</summary>
    /// <param name="adapter">The agent.</param>
    /// <param name="headers">The request's headers by lower-case name.</param>
    /// <param name="payload">The body.</param>
    /// <param name="deliveryId">The id under which a repeated delivery is recognised; null where the sender gave none.</param>
    /// <param name="time">When the hook fired.</param>
    public async Task<HookOutcome> TakeAsync(
        IAgentAdapter adapter, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> payload, string? deliveryId, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        // Shells on Windows put a byte order mark before what they pipe.
        payload = JsonCharacters.Repair(payload.Span.StartsWith(ByteOrderMark) ? payload[ByteOrderMark.Length..] : payload);
        if (Parse(payload, out JsonElement json) is { } problem)
        {
            Interlocked.Increment(ref _malformed);
            return new HookOutcome(default, problem, Recorded: false);
        }

        string id = deliveryId ?? Guid.CreateVersion7(time).ToString();
        IReadOnlyList<AgentEvent> events = adapter.Read(new HookInput(json, headers, id));
        ReadOnlyMemory<byte> reply = adapter.Reply(events);
        SessionRoute? route = recorder.Router.RouteHook(events, time);
        if (route is null)
        {
            return new HookOutcome(reply, Recorded: false, Skipped: true);
        }

        await recorder.IntroduceAsync(route, time).ConfigureAwait(false);
        bool recorded = await recorder.Pump.RecordAsync(new JournalEntry
        {
            SessionId = route.SessionId,
            Agent = adapter.Agent,
            Kind = EventKinds.Hook,
            Source = EventSource.Hook,
            Time = time,
            Id = id,
            Data = Wrap(headers, payload, route),
        }).ConfigureAwait(false);
        if (SettleTime(events) is { } limit)
        {
            await recorder.SettleAsync(route.SessionId, limit).ConfigureAwait(false);
        }

        return new HookOutcome(reply, Recorded: recorded);
    }

    /// <summary>At the end of a turn the trajectory is on disk when the agent goes on; agents cut session ends short.</summary>
    private static TimeSpan? SettleTime(IReadOnlyList<AgentEvent> events)
    {
        foreach (AgentEvent e in events)
        {
            switch (e.Kind)
            {
                case AgentEventKind.TurnEnded or AgentEventKind.Interrupted:
                    return TimeSpan.FromSeconds(1);
                case AgentEventKind.AgentEnded:
                    return TimeSpan.FromSeconds(0.5);
                default:
                    break;
            }
        }

        return null;
    }

    private static string? Parse(ReadOnlyMemory<byte> payload, out JsonElement json)
    {
        try
        {
            json = JsonElement.Parse(payload.Span, Options);
            return json.ValueKind == JsonValueKind.Object ? null : "the hook payload must be a JSON object";
        }
        catch (JsonException e)
        {
            json = default;
            return "the hook payload is not valid JSON: " + e.Message;
        }
    }

    private static ReadOnlyMemory<byte> Wrap(IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> payload, SessionRoute route)
    {
        bool plain = route.SubagentId is null && !headers.Keys.Any(Recorded);
        byte[] wrapped = plain ? new byte[PayloadOpen.Length + payload.Length + 1] : [];
        if (plain)
        {
            // Nearly every hook: nothing but the payload.
            PayloadOpen.CopyTo(wrapped);
            payload.Span.CopyTo(wrapped.AsSpan(PayloadOpen.Length));
            wrapped[^1] = (byte)'}';
            return wrapped;
        }

        ArrayBufferWriter<byte> buffer = new(payload.Length + 256);
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("headers");
            foreach ((string name, string value) in headers)
            {
                if (Recorded(name) && !CredentialHeaders.IsCredential(name, value))
                {
                    writer.WriteString(name, value);
                }
            }

            if (route.SubagentId is not null && !headers.ContainsKey(HeaderNames.SubagentId))
            {
                writer.WriteString(HeaderNames.SubagentId, route.SubagentId);
                if (!headers.ContainsKey(HeaderNames.SessionId))
                {
                    // The payload calls the subagent a session of its own: told both, nobody takes it for the root.
                    writer.WriteString(HeaderNames.SessionId, route.SessionId);
                }
            }

            writer.WriteEndObject();
            writer.WritePropertyName("payload");
            writer.WriteRawValue(payload.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static bool Recorded(string name) => name.StartsWith(HookWire.HeaderPrefix, StringComparison.Ordinal)
        && name is not (HookWire.DeliveryHeader or HookWire.TimeHeader or HookWire.TokenHeader or HookWire.PluginConfigHeader);
}
