// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Exporters.Atif;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Spans;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Atof;

/// <summary>Writes what an event carries: the input at the start of a scope, the output at its end, facts beside them.</summary>
internal sealed class AtofPayload(Utf8JsonWriter writer, AtofOptions options, RequestHistories? histories)
{
    private static readonly HashSet<string> Repeated = ["instructions", "system", "tools"];
    private static readonly HashSet<string> Items = ["output", "content", "choices"];

    public void WriteData(SpanNode node, bool isStart)
    {
        switch (node.Kind)
        {
            case SpanNodeKind.Turn:
                WriteText("data", isStart ? node.Turn!.Prompt : node.Turn!.Response);
                break;
            case SpanNodeKind.LlmCall when isStart:
                WriteRequest(node.Call!);
                break;
            case SpanNodeKind.LlmCall:
                WriteResponse(node.Call!);
                break;
            case SpanNodeKind.ToolCall when isStart:
                writer.WritePropertyName("data");
                AtifArguments.Write(writer, node.Tool!.Arguments);
                break;
            case SpanNodeKind.ToolCall when node.Tool!.Result is { ValueKind: not JsonValueKind.Undefined } result:
                writer.WritePropertyName("data");
                Write(result);
                break;
            default:
                break;
        }
    }

    public static void WriteMetadata(Utf8JsonWriter writer, SpanNode node, bool isStart)
    {
        writer.WriteStartObject("metadata");
        writer.WriteString("session_id", node.Session.Id);
        Text(writer, "turn_id", node.Turn?.Id);
        Text(writer, "agent_id", node.Agent?.Id);
        switch (node.Kind)
        {
            case SpanNodeKind.Session:
                Text(writer, "agent_version", node.Session.AgentVersion);
                Text(writer, "cwd", node.Session.WorkingDirectory);
                break;
            case SpanNodeKind.Turn when !isStart:
                Text(writer, "end_reason", node.Turn!.EndReason);
                break;
            case SpanNodeKind.LlmCall:
                writer.WriteString("call_id", node.Call!.Id);
                Text(writer, "purpose", node.Call.Purpose);
                WriteOutcome(writer, node.Call, isStart);
                break;
            case SpanNodeKind.ToolCall:
                Text(writer, "llm_call_id", node.Tool!.LlmCallId);
                Text(writer, "status_text", isStart ? null : node.Tool.StatusText);
                break;
            default:
                break;
        }

        if (!isStart)
        {
            writer.WriteString("status", StatusText.Of(node.Status));
        }

        writer.WriteEndObject();
    }

    private static void WriteOutcome(Utf8JsonWriter writer, LlmCall call, bool isStart)
    {
        if (isStart)
        {
            return;
        }

        Text(writer, "error", call.Error);
        Text(writer, "finish_reason", call.Response?.FinishReason);
        Number(writer, "http_status", call.HttpStatus);
        if (call.TimeToFirstEvent is { } first)
        {
            writer.WriteNumber("time_to_first_event_ms", Math.Round(first.TotalMilliseconds, 3));
        }

        if (call.Usage is { } usage)
        {
            writer.WriteStartObject("usage");
            Number(writer, "input_tokens", usage.Input);
            Number(writer, "cache_read_input_tokens", usage.CacheRead);
            Number(writer, "cache_creation_input_tokens", usage.CacheWrite);
            Number(writer, "output_tokens", usage.Output);
            Number(writer, "reasoning_tokens", usage.Reasoning);
            if (usage.CostUsd is { } cost)
            {
                writer.WriteNumber("cost_usd", cost);
            }

            writer.WriteEndObject();
        }
    }

    private void WriteRequest(LlmCall call)
    {
        if (call.Request is not { } request)
        {
            return;
        }

        bool continues = request.HistoryCount > 0 && histories is null;
        string items = call.Api == "openai.responses" ? "input" : "messages";
        bool whole = false;
        writer.WriteStartObject("data");
        foreach (JsonProperty member in request.Body is { ValueKind: JsonValueKind.Object } body ? body.EnumerateObject() : default)
        {
            if (!continues || !Repeated.Contains(member.Name))
            {
                whole |= member.Name == items;
                writer.WritePropertyName(member.Name);
                Write(member.Value);
            }
        }

        if (continues)
        {
            writer.WriteNumber("history_items", request.HistoryCount);
        }

        if (!whole)
        {
            WriteItems(items, histories?.Of(call) ?? request.NewItems);
        }

        writer.WriteEndObject();
    }

    private void WriteResponse(LlmCall call)
    {
        if (call.Response is not { } response)
        {
            return;
        }

        writer.WriteStartObject("data");
        foreach (JsonProperty member in response.Body is { ValueKind: JsonValueKind.Object } body ? body.EnumerateObject() : default)
        {
            if (!Items.Contains(member.Name) && (options.FullPayloads || !Repeated.Contains(member.Name)))
            {
                writer.WritePropertyName(member.Name);
                Write(member.Value);
            }
        }

        WriteItems("output", response.Items);
        writer.WriteEndObject();
    }

    private void WriteItems(string name, IReadOnlyList<LlmItem> items)
    {
        writer.WriteStartArray(name);
        foreach (LlmItem item in items)
        {
            Write(item.Raw);
        }

        writer.WriteEndArray();
    }

    private void Write(JsonElement value)
    {
        if (options.FullPayloads)
        {
            value.WriteVerbatimTo(writer);
        }
        else
        {
            AtifContent.Write(writer, value);
        }
    }

    private void WriteText(string name, string? value) => Text(writer, name, value);

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
