// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Api.Responses;

/// <summary>Plays a reply as the events of a stream, and keeps the finished items for the response object.</summary>
internal sealed class ReplyRenderer(ItemIds ids, ReplyPace pace)
{
    private readonly EventList _events = new();
    private readonly JsonArray _output = [];

    public IReadOnlyList<byte[]> Events => _events.Events;

    /// <summary>The finished items, in order.</summary>
    public JsonArray Output() => (JsonArray)_output.DeepClone();

    public void Begin(ResponseObject response)
    {
        _events.Add("response.created", new JsonObject { ["response"] = response.InProgress() });
        _events.Add("response.in_progress", new JsonObject { ["response"] = response.InProgress() });
    }

    public void End(JsonObject response)
    {
        string status = response["status"]!.GetValue<string>();
        _events.Add($"response.{status}", new JsonObject { ["response"] = response });
    }

    public void Reasoning(ReplyReasoning reasoning)
    {
        JsonObject item = new() { ["id"] = ids.Item("rs"), ["type"] = "reasoning", ["summary"] = new JsonArray() };
        if (reasoning.EncryptedContent is { } encrypted)
        {
            item["encrypted_content"] = encrypted;
        }

        Added(item);
        for (int index = 0; index < reasoning.Summary.Count; index++)
        {
            string text = reasoning.Summary[index];
            Part(item, "summary_index", index, "response.reasoning_summary_part.added", SummaryPart(string.Empty));
            Deltas(item, "summary_index", index, "response.reasoning_summary_text", "text", text, false);
            Part(item, "summary_index", index, "response.reasoning_summary_part.done", SummaryPart(text));
            ((JsonArray)item["summary"]!).Add(SummaryPart(text));
        }

        Done(item);
    }

    public void Message(Reply reply, bool incomplete)
    {
        bool refused = reply.Refusal is not null;
        string text = reply.Refusal ?? reply.Text!;
        JsonObject item = new()
        {
            ["id"] = ids.Item("msg"),
            ["type"] = "message",
            ["status"] = "in_progress",
            ["content"] = new JsonArray(),
            ["role"] = "assistant",
        };
        Added(item);
        Part(item, "content_index", 0, "response.content_part.added", ContentPart(string.Empty, refused));
        if (refused)
        {
            Deltas(item, "content_index", 0, "response.refusal", "refusal", text, false);
        }
        else
        {
            Deltas(item, "content_index", 0, "response.output_text", "text", text, true);
        }

        Part(item, "content_index", 0, "response.content_part.done", ContentPart(text, refused));
        ((JsonArray)item["content"]!).Add(ContentPart(text, refused));
        item["status"] = incomplete && reply.Tools.Count == 0 ? "incomplete" : "completed";
        Done(item);
    }

    public void Call(JsonObject item)
    {
        switch (item["type"]?.GetValue<string>())
        {
            case "function_call":
                Streamed(item, "arguments", "response.function_call_arguments");
                break;
            case "custom_tool_call":
                Streamed(item, "input", "response.custom_tool_call_input");
                break;
            case "web_search_call":
                WebSearch(item);
                break;
            default:
                Added(item);
                Done(item);
                break;
        }
    }

    private static JsonObject SummaryPart(string text) => new() { ["type"] = "summary_text", ["text"] = text };

    private static JsonObject ContentPart(string text, bool refused)
        => refused
            ? new JsonObject { ["type"] = "refusal", ["refusal"] = text }
            : new JsonObject
            {
                ["type"] = "output_text",
                ["annotations"] = new JsonArray(),
                ["logprobs"] = new JsonArray(),
                ["text"] = text,
            };

    private void Streamed(JsonObject item, string key, string prefix)
    {
        string value = item[key]?.GetValue<string>() ?? string.Empty;
        JsonObject started = (JsonObject)item.DeepClone();
        started["status"] = "in_progress";
        started[key] = string.Empty;
        Added(started);
        Deltas(item, null, 0, prefix, key, value, false);
        Done(item);
    }

    private void WebSearch(JsonObject item)
    {
        JsonObject started = (JsonObject)item.DeepClone();
        started["status"] = "in_progress";
        started.Remove("action");
        Added(started);
        foreach (string state in (ReadOnlySpan<string>)["in_progress", "searching", "completed"])
        {
            _events.Add($"response.web_search_call.{state}", new JsonObject
            {
                ["output_index"] = _output.Count,
                ["item_id"] = item["id"]!.GetValue<string>(),
            });
        }

        Done(item);
    }

    private void Added(JsonObject item)
        => _events.Add("response.output_item.added", new JsonObject
        {
            ["output_index"] = _output.Count,
            ["item"] = item.DeepClone(),
        });

    private void Done(JsonObject item)
    {
        _events.Add("response.output_item.done", new JsonObject
        {
            ["output_index"] = _output.Count,
            ["item"] = item.DeepClone(),
        });
        _output.Add(item);
    }

    private void Part(JsonObject item, string indexKey, int index, string type, JsonObject part)
    {
        JsonObject payload = Address(item, indexKey, index);
        payload["part"] = part;
        _events.Add(type, payload);
    }

    private void Deltas(JsonObject item, string? indexKey, int index, string prefix, string key, string text, bool logprobs)
    {
        foreach (string piece in TextPieces.Split(text, pace.DeltaCharacters))
        {
            JsonObject delta = Address(item, indexKey, index);
            delta["delta"] = piece;
            Emit($"{prefix}.delta", delta, logprobs);
        }

        JsonObject done = Address(item, indexKey, index);
        done[key] = text;
        Emit($"{prefix}.done", done, logprobs);
    }

    private void Emit(string type, JsonObject payload, bool logprobs)
    {
        if (logprobs)
        {
            payload["logprobs"] = new JsonArray();
        }

        _events.Add(type, payload);
    }

    private JsonObject Address(JsonObject item, string? indexKey, int index)
    {
        JsonObject payload = new() { ["item_id"] = item["id"]!.GetValue<string>(), ["output_index"] = _output.Count };
        if (indexKey is not null)
        {
            payload[indexKey] = index;
        }

        return payload;
    }
}
