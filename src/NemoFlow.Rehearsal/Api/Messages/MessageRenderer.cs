// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Api.Messages;

/// <summary>Plays a reply as the events of a stream, and keeps the finished blocks for the message.</summary>
internal sealed class MessageRenderer(ReplyPace pace)
{
    private readonly List<byte[]> _events = [];
    private readonly JsonArray _content = [];

    public IReadOnlyList<byte[]> Events => _events;

    /// <summary>The finished blocks, in order.</summary>
    public JsonArray Content() => (JsonArray)_content.DeepClone();

    public void Begin(JsonObject message) => Add("message_start", new JsonObject { ["message"] = message });

    public void End(string stopReason, JsonObject usage)
    {
        Add("message_delta", new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = stopReason, ["stop_sequence"] = null },
            ["usage"] = usage,
        });
        Add("message_stop", []);
    }

    /// <summary>The error that ends a stream after its head said 200.</summary>
    public void Fail(JsonObject error) => _events.Add(SseBytes.Event("error", error));

    public void Thinking(string text, string signature)
    {
        Start(new JsonObject { ["type"] = "thinking", ["thinking"] = string.Empty, ["signature"] = string.Empty });
        Deltas("thinking_delta", "thinking", text);
        Delta("signature_delta", "signature", signature);
        Stop(new JsonObject { ["type"] = "thinking", ["thinking"] = text, ["signature"] = signature });
    }

    public void Text(string text)
    {
        Start(new JsonObject { ["type"] = "text", ["text"] = string.Empty });
        Deltas("text_delta", "text", text);
        Stop(new JsonObject { ["type"] = "text", ["text"] = text });
    }

    /// <summary>A block that is complete at its start; with an input, that follows in pieces.</summary>
    public void Block(JsonObject block, string? input)
    {
        Start((JsonObject)block.DeepClone());
        if (input is not null)
        {
            Delta("input_json_delta", "partial_json", string.Empty);
            if (input != "{}")
            {
                Deltas("input_json_delta", "partial_json", input);
            }

            block["input"] = Parse(input);
        }

        Stop(block);
    }

    /// <summary>The input as JSON; what is none stays text, which only a script can say.</summary>
    private static JsonNode? Parse(string input)
    {
        try
        {
            return JsonNode.Parse(input);
        }
        catch (JsonException)
        {
            return input;
        }
    }

    private void Start(JsonObject block)
    {
        Add("content_block_start", new JsonObject { ["index"] = _content.Count, ["content_block"] = block });
        if (_content.Count == 0)
        {
            Add("ping", []);
        }
    }

    private void Stop(JsonObject block)
    {
        Add("content_block_stop", new JsonObject { ["index"] = _content.Count });
        _content.Add(block);
    }

    private void Deltas(string type, string key, string text)
    {
        foreach (string piece in TextPieces.Split(text, pace.DeltaCharacters))
        {
            Delta(type, key, piece);
        }
    }

    private void Delta(string type, string key, string piece)
        => Add("content_block_delta", new JsonObject
        {
            ["index"] = _content.Count,
            ["delta"] = new JsonObject { ["type"] = type, [key] = piece },
        });

    private void Add(string type, JsonObject payload)
    {
        payload.Insert(0, "type", type);
        _events.Add(SseBytes.Event(type, payload));
    }
}
