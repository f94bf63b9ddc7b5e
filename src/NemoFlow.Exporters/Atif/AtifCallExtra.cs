// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Atif;

/// <summary>Writes what a step's <c>extra</c> tells of its model call. A part that the previous request had too is not repeated.</summary>
internal sealed class AtifCallExtra(Utf8JsonWriter writer)
{
    /// <summary>Smaller members are always written, so that a request can be read by itself.</summary>
    private const int RepeatUpTo = 256;

    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);

    /// <summary>The request without its history.</summary>
    public void WriteRequest(LlmCall call)
    {
        if (call.Request?.Body is not { ValueKind: JsonValueKind.Object } body)
        {
            return;
        }

        writer.WriteStartObject("llm_request");
        WriteNew(body, []);
        string itemsMember = call.Api == "openai.responses" ? "input" : "messages";
        if (!body.TryGetProperty(itemsMember, out _))
        {
            if (call.Request.HistoryCount > 0)
            {
                writer.WriteNumber("history_items", call.Request.HistoryCount);
            }

            writer.WriteStartArray(itemsMember);
            foreach (JsonElement item in call.Request.RawItems?.EnumerateArray() ?? call.Request.NewItems.Select(i => i.Raw))
            {
                AtifContent.Write(writer, item);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <summary>The response without what the step says anyway, and the call's facts.</summary>
    public void WriteCall(LlmCall call)
    {
        if (call.Response?.Body is { ValueKind: JsonValueKind.Object } body)
        {
            writer.WriteStartObject("llm_response");
            WriteNew(body, ["output", "content", "choices"]);
            List<LlmItem> others = [.. call.Response.Items.Where(IsMoreThanSaid)];
            if (others.Count > 0)
            {
                writer.WriteStartArray("other_items");
                foreach (LlmItem item in others)
                {
                    AtifContent.Write(writer, item.Raw);
                }

                writer.WriteEndArray();
            }

            WriteOtherChoices(call.Response.OtherChoices);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("llm_call");
        WriteFacts(call);
        writer.WriteEndObject();
    }

    /// <summary>Outcome, times and ownership.</summary>
    public void WriteFacts(LlmCall call)
    {
        writer.WriteString("call_id", call.Id);
        writer.WriteString("api", call.Api);
        writer.WriteString("status", StatusText.Of(call.Status));
        WriteText("provider", call.Provider);
        WriteText("purpose", call.Purpose);
        WriteText("error", call.Error);
        WriteText("finish_reason", call.Response?.FinishReason);
        WriteNumber("http_status", call.HttpStatus);
        writer.WriteString("started_at", AtifTrajectoryWriter.Timestamp(call.StartedAt));
        WriteNumber("duration_ms", call.Duration?.TotalMilliseconds);
        WriteNumber("time_to_first_event_ms", call.TimeToFirstEvent?.TotalMilliseconds);
        WriteText("owner_id", call.OwnerId);
        WriteText("correlation_source", call.CorrelationSource);
        WriteNumber("correlation_score", call.CorrelationScore);
        WriteText("request_id", call.ResponseHeaders.GetValueOrDefault("x-request-id") ?? call.ResponseHeaders.GetValueOrDefault("request-id"));
        if (call.Flags.Count > 0)
        {
            writer.WriteStartArray("flags");
            foreach (string flag in call.Flags)
            {
                writer.WriteStringValue(flag);
            }

            writer.WriteEndArray();
        }

        WriteHeaders(call);
    }

    /// <summary>True for items that message, tool calls and results of a step do not hold in full.</summary>
    private static bool IsMoreThanSaid(LlmItem item) =>
        item.Kind is LlmItemKind.Unknown or LlmItemKind.Reasoning or LlmItemKind.ServerToolCall
        || (item.Kind == LlmItemKind.Message && item.Raw.ItemsAt("citations").Any());

    private void WriteOtherChoices(IReadOnlyList<LlmChoice> choices)
    {
        if (choices.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("other_choices");
        foreach (LlmChoice choice in choices)
        {
            AtifContent.Write(writer, choice.Raw);
        }

        writer.WriteEndArray();
    }

    private void WriteHeaders(LlmCall call)
    {
        List<KeyValuePair<string, string>> told = [.. call.ResponseHeaders.Where(h =>
            h.Key.Contains("ratelimit", StringComparison.OrdinalIgnoreCase) || h.Key.StartsWith("retry-after", StringComparison.OrdinalIgnoreCase))];
        if (told.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("response_headers");
        foreach ((string name, string value) in told)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }

    private void WriteNew(JsonElement body, string[] without)
    {
        foreach (JsonProperty member in body.EnumerateObject())
        {
            if (without.Contains(member.Name))
            {
                continue;
            }

            string raw = member.Value.GetRawText();
            if (raw.Length > RepeatUpTo)
            {
                if (_written.TryGetValue(member.Name, out string? previous) && previous == raw)
                {
                    continue;
                }

                _written[member.Name] = raw;
            }

            writer.WritePropertyName(member.Name);
            AtifContent.Write(writer, member.Value);
        }
    }

    private void WriteText(string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private void WriteNumber(string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, Math.Round(number, 3));
        }
    }
}
