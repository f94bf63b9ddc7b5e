// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.Json;
using NemoFlow.Agents.Common;
using NemoFlow.Codecs;
using NemoFlow.Content;
using NemoFlow.Engine.Routing;
using NemoFlow.Text;

namespace NemoFlow.Engine.Capture;

/// <summary>What a model call looks like in the journal (<see cref="EventKinds.LlmRequest"/>, <see cref="EventKinds.LlmResponse"/>).</summary>
internal static class CallJson
{
    /// <summary>Longer texts that are no JSON are cut: they are error pages.</summary>
    private const int MaxText = 65536;

    public static ReadOnlyMemory<byte> Request(CallHead head, SessionRoute route, List<string> flags)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using (Utf8JsonWriter writer = new(buffer, JsonVerbatim.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("api", head.Api);
            writer.WriteString("path", head.Path);
            if (head.Upstream is { } upstream)
            {
                // Never more of the address: what stands beside host and port may be a key.
                writer.WriteString("server_address", upstream.IdnHost);
                writer.WriteNumber("server_port", upstream.Port);
            }

            writer.WriteStartObject("headers");
            WriteHeaders(writer, head.Headers);
            if (route.SubagentId is not null)
            {
                writer.WriteString(HeaderNames.SubagentId, route.SubagentId);
            }

            writer.WriteEndObject();
            WriteFlags(writer, flags);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> Response(RecordedCall call, CallEnd end)
    {
        List<string> flags = [];
        (ReadOnlyMemory<byte> bytes, string? flag) = ContentDecoding.Decode(end.Body.Bytes, Header(end.Headers, "content-encoding"), CallIntake.DecodedLimit);
        AddFlag(flags, flag);
        AddFlag(flags, end.Body.Overflowed ? "capture_overflow" : null);
        bytes = JsonCharacters.Repair(bytes, out bool repaired);
        AddFlag(flags, repaired ? "invalid_unicode" : null);

        bool streamed = IsStream(Header(end.Headers, "content-type") ?? "", bytes.Span);
        ArrayBufferWriter<byte> buffer = new(bytes.Length + 1024);
        using (Utf8JsonWriter writer = new(buffer, JsonVerbatim.WriterOptions))
        {
            writer.WriteStartObject();
            if (end.Status is { } status)
            {
                writer.WriteNumber("status", status);
            }

            if (end.Error is not null)
            {
                writer.WriteString("error", end.Error);
            }

            writer.WriteBoolean("streamed", streamed);
            WriteTimes(writer, call, end);
            writer.WriteNumber("bytes", end.Body.Total);
            writer.WriteStartObject("headers");
            WriteHeaders(writer, end.Headers);
            writer.WriteEndObject();
            bool whole = false;
            if (streamed)
            {
                whole = WriteStream(writer, call.Head.Api, bytes, flags);
            }
            else
            {
                WriteBuffered(writer, bytes, flags);
            }

            // Clients leave once they have the event that ends a stream: nothing was cut off.
            writer.WriteString("outcome", whole && end.Outcome == "client_cancelled" ? "completed" : end.Outcome);
            WriteFlags(writer, flags);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Some providers answer a streaming request with an error that is no stream, and some proxies lose the type of one that is.</summary>
    private static bool IsStream(string type, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> start = bytes.TrimStart(" \t\r\n"u8);
        return type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase)
            ? !start.StartsWith("{"u8)
            : start.StartsWith("data:"u8) || start.StartsWith("event:"u8);
    }

    private static void WriteTimes(Utf8JsonWriter writer, RecordedCall call, CallEnd end)
    {
        if (end.FirstByte is { } first)
        {
            writer.WriteNumber("first_event_ms", Math.Round(first.TotalMilliseconds, 3));
        }

        writer.WriteNumber("duration_ms", Math.Round((end.Time - call.Head.Time).TotalMilliseconds, 3));
    }

    /// <summary>True where the stream's last event is among those recorded.</summary>
    private static bool WriteStream(Utf8JsonWriter writer, string api, ReadOnlyMemory<byte> bytes, List<string> flags)
    {
        if (ProviderCodecs.Find(api) is not { } codec)
        {
            // Kept as it came: a later version that reads this API can fold it.
            writer.WriteString("sse", Text(bytes.Span));
            return false;
        }

        AssembledResponse response = StreamCapture.Assemble(codec.NewAssembler(), bytes.Span);
        flags.AddRange(response.Flags);
        writer.WriteNumber("events", response.EventCount);
        if (!response.Body.IsEmpty)
        {
            writer.WritePropertyName("body");
            writer.WriteRawValue(response.Body.Span, skipInputValidation: true);
        }

        return !response.Flags.Contains("truncated_stream");
    }

    private static void WriteBuffered(Utf8JsonWriter writer, ReadOnlyMemory<byte> bytes, List<string> flags)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (RequestPeek.IsValid(bytes.Span))
        {
            writer.WritePropertyName("body");
            writer.WriteRawValue(bytes.Span, skipInputValidation: true);
        }
        else
        {
            AddFlag(flags, "malformed_json");
            writer.WriteString("text", Text(bytes.Span[..Math.Min(bytes.Length, MaxText)]));
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static void WriteHeaders(Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        HashSet<string> written = new(StringComparer.Ordinal);
        foreach ((string name, string value) in headers)
        {
            string lower = name.ToLowerInvariant();
            if (!CredentialHeaders.IsCredential(lower, value) && lower is not ("host" or "connection" or "content-length" or "transfer-encoding") && written.Add(lower))
            {
                writer.WriteString(lower, value);
            }
        }
    }

    private static void WriteFlags(Utf8JsonWriter writer, List<string> flags)
    {
        if (flags.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("flags");
        foreach (string flag in flags.Distinct())
        {
            writer.WriteStringValue(flag);
        }

        writer.WriteEndArray();
    }

    private static void AddFlag(List<string> flags, string? flag)
    {
        if (flag is not null)
        {
            flags.Add(flag);
        }
    }

    private static string? Header(IReadOnlyList<KeyValuePair<string, string>> headers, string name) =>
        headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
