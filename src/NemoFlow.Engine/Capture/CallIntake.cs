// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Codecs;
using NemoFlow.Engine.Routing;
using NemoFlow.Storage.Journal;
using NemoFlow.Text;

namespace NemoFlow.Engine.Capture;

/// <summary>Takes model calls from the gateway, off the client's path.</summary>
public sealed class CallIntake(Recorder recorder)
{
    /// <summary>Most bytes of a body that are looked at, decoded.</summary>
    public const int DecodedLimit = 64 << 20;

    /// <summary>Records that a request was sent, and finds out whose it is.</summary>
    public async ValueTask<RecordedCall> BeginAsync(CallHead head, CapturedBody body)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(body);
        List<string> flags = [];
        ReadOnlyMemory<byte> json = Read(body, Header(head.Headers, "content-encoding"), flags, out JsonElement parsed);
        Dictionary<string, string> headers = ByName(head.Headers);
        SessionRoute route = recorder.Router.RouteRequest(head.Api, headers, parsed, head.Time);
        RecordedCall call = new(Guid.CreateVersion7(head.Time).ToString("N"), route, head);
        await recorder.IntroduceAsync(route, head.Time).ConfigureAwait(false);
        await recorder.Pump.PostAsync(new JournalEntry
        {
            SessionId = route.SessionId,
            Agent = route.Agent,
            Kind = EventKinds.LlmRequest,
            Source = EventSource.Gateway,
            Time = head.Time,
            Id = call.Id,
            Data = CallJson.Request(head, route, flags),
            Request = json.IsEmpty ? null : new RequestBody(json, ProviderCodecs.Find(head.Api)?.ItemsMember ?? "messages", ThreadKey(head.Api, headers, parsed)),
        }).ConfigureAwait(false);
        return call;
    }

    /// <summary>Records how a call ended.</summary>
    public async ValueTask EndAsync(RecordedCall call, CallEnd end)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(end);
        await recorder.Pump.PostAsync(new JournalEntry
        {
            SessionId = call.Route.SessionId,
            Agent = call.Route.Agent,
            Kind = EventKinds.LlmResponse,
            Source = EventSource.Gateway,
            Time = end.Time,
            Id = call.Id,
            Data = CallJson.Response(call, end),
        }).ConfigureAwait(false);
        if (call.Route.SessionId.StartsWith("gateway-isolated-", StringComparison.Ordinal))
        {
            recorder.Router.End(call.Route.SessionId);
        }
    }

    private static ReadOnlyMemory<byte> Read(CapturedBody body, string? encoding, List<string> flags, out JsonElement parsed)
    {
        parsed = default;
        if (body.Overflowed)
        {
            flags.Add("capture_overflow");
            return default;
        }

        (ReadOnlyMemory<byte> bytes, string? flag) = ContentDecoding.Decode(body.Bytes, encoding, DecodedLimit);
        if (flag is not null)
        {
            flags.Add(flag);
            return default;
        }

        bytes = JsonCharacters.Repair(bytes, out bool repaired);
        if (repaired)
        {
            flags.Add("invalid_unicode");
        }

        if (RequestPeek.TryRead(bytes.Span, out parsed))
        {
            return bytes;
        }

        flags.Add("malformed_json");
        return default;
    }

    /// <summary>
    /// Which requests continue each other: those of one agent, of one model, with tools or without. Titles, topics and summaries that an
    /// agent asks for on the side have neither the one nor the other of its conversation, and would cut its history in pieces.
    /// </summary>
    private static string ThreadKey(string api, Dictionary<string, string> headers, JsonElement members)
    {
        string agent = headers.GetValueOrDefault("thread-id") ?? headers.GetValueOrDefault("x-claude-code-agent-id")
            ?? headers.GetValueOrDefault("x-nemo-flow-subagent-id") ?? "";
        bool known = members.ValueKind == JsonValueKind.Object;
        return $"{api}/{agent}/{(known ? members.TextAt("model") : null)}/{(known && members.IsTrue("tools") ? "tools" : "")}";
    }

    private static Dictionary<string, string> ByName(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        Dictionary<string, string> byName = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in headers)
        {
            byName[name] = value;
        }

        return byName;
    }

    private static string? Header(IReadOnlyList<KeyValuePair<string, string>> headers, string name) =>
        headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
