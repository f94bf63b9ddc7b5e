// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Codecs.OpenAIChat;

/// <summary>Reads OpenAI's Chat Completions API (<c>POST /v1/chat/completions</c>) and what compatible providers make of it.</summary>
public sealed class ChatCodec : IProviderCodec
{
    /// <inheritdoc/>
    public string Api => "openai.chat_completions";

    /// <inheritdoc/>
    public string ItemsMember => "messages";

    /// <inheritdoc/>
    public IStreamAssembler NewAssembler() => new ChatAssembler();

    /// <inheritdoc/>
    public LlmRequest ReadRequest(JsonElement body, JsonElement newItems, int historyCount)
    {
        List<JsonElement> messages = newItems.ValueKind == JsonValueKind.Array ? [.. newItems.EnumerateArray()] : [];
        int last = messages.FindLastIndex(m => m.TextAt("role") is not ("system" or "developer"));
        return new LlmRequest
        {
            Model = body.TextAt("model"),
            ReasoningEffort = body.FirstText("reasoning_effort", "reasoning.effort"),
            Stream = body.IsTrue("stream"),
            HistoryCount = historyCount,
            NewItems = [.. messages.SelectMany(m => ChatMessages.Read(m))],
            RawItems = newItems.ValueKind == JsonValueKind.Array ? newItems : null,
            Body = body,
            Tools = body.First("tools", "functions"),
            FreshUserText = last >= 0 && messages[last].TextAt("role") == "user"
                ? ChatMessages.Read(messages[last]).FirstOrDefault(i => i.Kind == LlmItemKind.Message)?.Text
                : null,
        };
    }

    /// <inheritdoc/>
    public LlmResponse ReadResponse(JsonElement body)
    {
        // Some providers put an error into a list of its own.
        body = body.ValueKind == JsonValueKind.Array && body.GetArrayLength() > 0 ? body[0] : body;
        List<LlmChoice> choices = [.. Choices(body).OrderBy(c => c.Index)];
        string? error = Error(body, choices.Count > 0);
        LlmChoice? first = choices.FirstOrDefault();
        return new LlmResponse
        {
            Id = body.TextAt("id"),
            Model = body.TextAt("model"),
            Items = first?.Items ?? [],
            OtherChoices = [.. choices.Skip(1)],
            Usage = Usage(body),
            Error = error,
            FinishReason = first?.FinishReason ?? (error is null ? null : body.FirstText("error.code", "error.type") ?? "error"),
            Finish = error is not null && first?.Finish is null or LlmFinish.Unknown or LlmFinish.Error ? LlmFinish.Error : first?.Finish ?? LlmFinish.Unknown,
            Body = body,
        };
    }

    private static IEnumerable<LlmChoice> Choices(JsonElement body)
    {
        JsonElement? alone = body.At("message") is { ValueKind: JsonValueKind.Object } message ? message
            : body.First("role", "content", "tool_calls") is not null ? body : null;
        if (alone is { } only && body.At("choices") is null && body.At("error") is null)
        {
            // As hooks of agents tell it.
            yield return Choice(body, only, 0);
            yield break;
        }

        foreach ((int position, JsonElement choice) in body.ItemsAt("choices").Index())
        {
            yield return Choice(choice, choice.First("message", "delta") ?? default, choice.LongAt("index") ?? position);
        }
    }

    private static LlmChoice Choice(JsonElement choice, JsonElement message, long index)
    {
        List<LlmItem> items = message.ValueKind == JsonValueKind.Object ? [.. ChatMessages.Read(message, "assistant")] : [];
        string? reason = choice.TextAt("finish_reason");
        return new LlmChoice { Index = index, Items = items, FinishReason = reason, Finish = Finish(reason, items), Raw = choice };
    }

    /// <summary>Usage stands in the completion; with some providers in its last choice or in an object of their own.</summary>
    private static TokenUsage? Usage(JsonElement body) =>
        UsageReading.Read(body.First("usage", "token_usage") ?? body.At("x_groq.usage") ?? body.ItemsAt("choices").Select(c => c.At("usage")).FirstOrDefault(u => u is not null));

    private static string? Error(JsonElement body, bool answered)
    {
        if (body.At("error") is { } error)
        {
            return error.Scalar() ?? error.FirstText("message", "code", "type") ?? "error";
        }

        return answered ? null : body.FirstText("message", "detail", "error_msg");
    }

    private static LlmFinish Finish(string? reason, List<LlmItem> items) => reason switch
    {
        "length" or "max_tokens" or "model_length" => LlmFinish.Length,
        "tool_calls" or "function_call" or "tool_use" => LlmFinish.ToolUse,
        "content_filter" or "safety" => LlmFinish.ContentFilter,
        "error" => LlmFinish.Error,
        _ when items.Exists(i => i.Kind == LlmItemKind.ToolCall) => LlmFinish.ToolUse,
        _ when items.Exists(i => i.Kind == LlmItemKind.Refusal) => LlmFinish.ContentFilter,
        "stop" or "end_turn" or "stop_sequence" or "eos" => LlmFinish.Complete,
        _ => LlmFinish.Unknown,
    };
}
