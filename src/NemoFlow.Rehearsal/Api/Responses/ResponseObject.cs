// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Script;
using NemoFlow.Rehearsal.Threads;

namespace NemoFlow.Rehearsal.Api.Responses;

/// <summary>Builds the response object in each of its states.</summary>
internal sealed class ResponseObject(ResponsesRequest request, string id, DateTimeOffset createdAt, bool echoTools)
{
    private readonly long _createdAt = createdAt.ToUnixTimeSeconds();

    public JsonObject InProgress() => Build("in_progress", [], null, null, null);

    public JsonObject Finished(TurnTicket ticket, JsonArray output, ProviderUsage usage)
    {
        if (ticket.Failed is { } failed)
        {
            // A failed response reports no usage.
            JsonObject error = new() { ["code"] = failed.Code, ["message"] = failed.Message };
            return Build("failed", output, null, error, null);
        }

        return ticket.Incomplete is { } incomplete
            ? Build("incomplete", output, Usage(usage), null, new JsonObject { ["reason"] = incomplete.Reason })
            : Build("completed", output, Usage(usage), null, null);
    }

    private static JsonObject Usage(ProviderUsage usage)
        => new()
        {
            ["input_tokens"] = usage.InputTokens,
            ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CachedTokens },
            ["output_tokens"] = usage.OutputTokens,
            ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage.ReasoningTokens },
            ["total_tokens"] = usage.InputTokens + usage.OutputTokens,
        };

    private JsonObject Build(string status, JsonArray output, JsonObject? usage, JsonObject? error, JsonObject? incomplete)
        => new()
        {
            ["id"] = id,
            ["object"] = "response",
            ["created_at"] = _createdAt,
            ["status"] = status,
            ["background"] = false,
            ["completed_at"] = status == "completed" ? _createdAt : null,
            ["error"] = error,
            ["incomplete_details"] = incomplete,
            ["instructions"] = null,
            ["max_output_tokens"] = Echo("max_output_tokens"),
            ["max_tool_calls"] = null,
            ["model"] = request.Model,
            ["output"] = output,
            ["parallel_tool_calls"] = Echo("parallel_tool_calls") ?? true,
            ["previous_response_id"] = Echo("previous_response_id"),
            ["prompt_cache_key"] = Echo("prompt_cache_key"),
            ["reasoning"] = Echo("reasoning") ?? new JsonObject { ["effort"] = null, ["summary"] = null },
            ["safety_identifier"] = null,
            ["service_tier"] = "default",
            ["store"] = Echo("store") ?? true,
            ["temperature"] = 1.0,
            ["text"] = Echo("text") ?? new JsonObject { ["format"] = new JsonObject { ["type"] = "text" } },
            ["tool_choice"] = Echo("tool_choice") ?? "auto",
            ["tools"] = echoTools ? Echo("tools") ?? new JsonArray() : new JsonArray(),
            ["top_logprobs"] = 0,
            ["top_p"] = 1.0,
            ["truncation"] = "disabled",
            ["usage"] = usage,
            ["user"] = null,
            ["metadata"] = new JsonObject(),
        };

    private JsonNode? Echo(string key)
        => request.Body.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? ScenarioJson.ToNode(value)
            : null;
}
