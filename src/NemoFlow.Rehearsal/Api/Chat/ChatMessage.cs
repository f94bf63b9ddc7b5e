// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Api.Chat;

/// <summary>What the assistant says, once as a whole and once in the deltas of a stream.</summary>
internal sealed class ChatMessage(Reply reply, IReadOnlyList<JsonObject> calls, bool legacy)
{
    public string FinishReason(ReplyIncomplete? incomplete) => incomplete switch
    {
        { Reason: "max_output_tokens" } => "length",
        not null => "content_filter",
        _ when calls.Count > 0 => legacy ? "function_call" : "tool_calls",
        _ => "stop",
    };

    public JsonObject Whole()
    {
        JsonObject message = new() { ["role"] = "assistant", ["content"] = reply.Text, ["refusal"] = reply.Refusal };
        if (reply.Reasoning is { } reasoning)
        {
            message[reasoning.ChatField] = Thought(reasoning, string.Join("\n\n", reasoning.Summary));
        }

        if (legacy && calls.Count > 0)
        {
            message["function_call"] = calls[0]["function"]?.DeepClone();
        }
        else if (calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. calls.Select(static call => call.DeepClone())]);
        }

        return message;
    }

    public IEnumerable<JsonObject> Deltas(int length)
    {
        yield return new JsonObject { ["role"] = "assistant", ["content"] = calls.Count > 0 && reply.Text is null ? null : string.Empty };
        if (reply.Reasoning is { } reasoning)
        {
            foreach (string piece in TextPieces.Split(string.Join("\n\n", reasoning.Summary), length))
            {
                yield return new JsonObject { [reasoning.ChatField] = Thought(reasoning, piece) };
            }
        }

        foreach (string piece in TextPieces.Split(reply.Text ?? reply.Refusal ?? string.Empty, length))
        {
            yield return new JsonObject { [reply.Refusal is null ? "content" : "refusal"] = piece };
        }

        for (int index = 0; index < (legacy ? Math.Min(1, calls.Count) : calls.Count); index++)
        {
            foreach (JsonObject fragment in Fragments(calls[index], index, length))
            {
                yield return fragment;
            }
        }
    }

    private static JsonNode Thought(ReplyReasoning reasoning, string text)
        => reasoning.ChatField == "reasoning_details"
            ? new JsonArray(new JsonObject { ["type"] = "reasoning.text", ["text"] = text, ["index"] = 0 })
            : JsonValue.Create(text);

    /// <summary>The first fragment names the call, those after it bring its arguments.</summary>
    private IEnumerable<JsonObject> Fragments(JsonObject call, int index, int length)
    {
        string form = call["custom"] is null ? "function" : "custom";
        string key = form == "custom" ? "input" : "arguments";
        JsonObject named = (JsonObject)call.DeepClone();
        string text = named[form]?[key]?.GetValue<string>() ?? string.Empty;
        if (named[form] is JsonObject inner)
        {
            inner[key] = string.Empty;
        }

        named.Insert(0, "index", index);
        yield return legacy
            ? new JsonObject { ["function_call"] = named[form]?.DeepClone() }
            : new JsonObject { ["tool_calls"] = new JsonArray(named) };
        foreach (string piece in TextPieces.Split(text, length))
        {
            JsonObject fragment = new() { [key] = piece };
            yield return legacy
                ? new JsonObject { ["function_call"] = fragment }
                : new JsonObject { ["tool_calls"] = new JsonArray(new JsonObject { ["index"] = index, [form] = fragment }) };
        }
    }
}
