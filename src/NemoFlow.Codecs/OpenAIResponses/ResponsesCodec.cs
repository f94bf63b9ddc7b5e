// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Codecs.OpenAIResponses;

/// <summary>Reads OpenAI's Responses API (<c>POST /v1/responses</c>).</summary>
public sealed class ResponsesCodec : IProviderCodec
{
    /// <inheritdoc/>
    public string Api => "openai.responses";

    /// <inheritdoc/>
    public string ItemsMember => "input";

    /// <inheritdoc/>
    public IStreamAssembler NewAssembler() => new ResponsesAssembler();

    /// <inheritdoc/>
    public LlmRequest ReadRequest(JsonElement body, JsonElement newItems, int historyCount)
    {
        List<LlmItem> items = newItems.ValueKind == JsonValueKind.Array ? [.. newItems.EnumerateArray().Select(ResponsesItems.Read)] : [];
        return new LlmRequest
        {
            Model = body.TextAt("model"),
            ReasoningEffort = body.TextAt("reasoning.effort"),
            Stream = body.IsTrue("stream"),
            HistoryCount = historyCount,
            NewItems = items,
            RawItems = newItems.ValueKind == JsonValueKind.Array ? newItems : null,
            Body = body,
            Tools = body.At("tools") ?? items.Select(i => i.Raw).FirstOrDefault(r => r.TextAt("type") == "additional_tools").At("tools"),
            FreshUserText = items.Count > 0
                ? items[^1] is { Kind: LlmItemKind.Message, Role: "user" } last ? last.Text : null
                : body.At("input") is { ValueKind: JsonValueKind.String } text ? text.GetString() : null,
        };
    }

    /// <inheritdoc/>
    public LlmResponse ReadResponse(JsonElement body)
    {
        List<LlmItem> items = [.. body.ItemsAt("output").Select(ResponsesItems.Read)];
        string? status = body.TextAt("status");
        string? reason = body.TextAt("incomplete_details.reason");
        string? error = body.TextAt("error.message") ?? body.TextAt("error.code") ?? (body.At("error") is { ValueKind: JsonValueKind.String } text ? text.GetString() : null);
        return new LlmResponse
        {
            Id = body.TextAt("id"),
            Model = body.TextAt("model"),
            Items = items,
            Usage = UsageReading.Read(body.At("usage")),
            Error = error,
            FinishReason = reason ?? status,
            Finish = Finish(status, reason, error, items),
            Body = body,
        };
    }

    private static LlmFinish Finish(string? status, string? reason, string? error, List<LlmItem> items) => (status, reason) switch
    {
        ("failed", _) => LlmFinish.Error,
        (_, "max_output_tokens") => LlmFinish.Length,
        (_, "content_filter") => LlmFinish.ContentFilter,
        ("incomplete", _) => LlmFinish.Length,
        // An error event in mid-stream leaves the status at what it was before.
        _ when error is not null && status is null or "in_progress" or "queued" => LlmFinish.Error,
        _ when items.Exists(i => i.Kind == LlmItemKind.ToolCall) => LlmFinish.ToolUse,
        _ when items.Exists(i => i.Kind == LlmItemKind.Refusal) => LlmFinish.ContentFilter,
        ("completed", _) => LlmFinish.Complete,
        _ => LlmFinish.Unknown,
    };
}
