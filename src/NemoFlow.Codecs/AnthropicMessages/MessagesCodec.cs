// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Codecs.AnthropicMessages;

/// <summary>Reads Anthropic's Messages API (<c>POST /v1/messages</c>).</summary>
public sealed class MessagesCodec : IProviderCodec
{
    /// <inheritdoc/>
    public string Api => "anthropic.messages";

    /// <inheritdoc/>
    public string ItemsMember => "messages";

    /// <inheritdoc/>
    public IStreamAssembler NewAssembler() => new MessagesAssembler();

    /// <inheritdoc/>
    public LlmRequest ReadRequest(JsonElement body, JsonElement newItems, int historyCount)
    {
        List<JsonElement> messages = newItems.ValueKind == JsonValueKind.Array ? [.. newItems.EnumerateArray()] : [];
        return new LlmRequest
        {
            Model = body.TextAt("model"),
            ReasoningEffort = body.FirstText("output_config.effort", "reasoning_effort"),
            Stream = body.IsTrue("stream"),
            HistoryCount = historyCount,
            NewItems = [.. messages.SelectMany(MessageBlocks.ReadMessage)],
            RawItems = newItems.ValueKind == JsonValueKind.Array ? newItems : null,
            Body = body,
            Tools = body.At("tools"),
            FreshUserText = FreshText(messages),
        };
    }

    /// <inheritdoc/>
    public LlmResponse ReadResponse(JsonElement body)
    {
        JsonElement content = body.At("content") ?? default;
        // Compatible providers may answer with a text as requests may have.
        List<LlmItem> items = content.Scalar() is { } text
            ? [new LlmItem { Kind = LlmItemKind.Message, Raw = body, Role = "assistant", Text = text }]
            : MessageBlocks.Read(content, "assistant");
        string? error = Error(body);
        string? reason = body.TextAt("stop_reason");
        return new LlmResponse
        {
            Id = body.TextAt("id"),
            Model = body.TextAt("model"),
            Items = items,
            Usage = UsageReading.Read(body.At("usage")),
            Error = error,
            FinishReason = reason ?? (error is null ? null : body.TextAt("error.type") ?? "error"),
            Finish = error is not null ? LlmFinish.Error : Finish(reason),
            Body = body,
        };
    }

    /// <summary>What the user says in the last message; instructions of the client may stand behind it.</summary>
    private static string? FreshText(List<JsonElement> messages)
    {
        int last = messages.FindLastIndex(m => m.TextAt("role") is not ("system" or "developer"));
        if (last < 0 || messages[last].TextAt("role") != "user")
        {
            return null;
        }

        List<LlmItem> items = [.. MessageBlocks.ReadMessage(messages[last])];
        return items is [{ Kind: LlmItemKind.Message } said] ? said.Text : null;
    }

    private static string? Error(JsonElement body)
    {
        JsonElement? error = body.At("error");
        return error is { ValueKind: JsonValueKind.String } text ? text.Scalar()
            : error?.FirstText("message", "type", "code") ?? (error is not null || body.TextAt("type") == "error" ? "error" : null);
    }

    private static LlmFinish Finish(string? reason) => reason switch
    {
        null => LlmFinish.Unknown,
        "max_tokens" or "model_context_window_exceeded" => LlmFinish.Length,
        "tool_use" => LlmFinish.ToolUse,
        "refusal" => LlmFinish.ContentFilter,
        // pause_turn: the provider's own tools have not finished, and the client asks again with what there is.
        "end_turn" or "stop_sequence" or "pause_turn" => LlmFinish.Complete,
        _ => LlmFinish.Unknown,
    };
}
