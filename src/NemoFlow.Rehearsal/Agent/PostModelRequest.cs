// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Api;

namespace NemoFlow.Rehearsal.Agent;

/// <summary>The members of the hook after a model request.</summary>
internal static class PostModelRequest
{
    public const string Name = "PostModelRequest";

    public static JsonObject Cancelled() => Build("cancelled", null, null);

    public static JsonObject Of(ModelReply reply)
        => reply.Error is { } error
            ? Build("failed", error, null)
            : Build("completed", null, reply.Usage is { } usage ? Usage(usage) : null);

    private static JsonObject Build(string status, string? error, JsonObject? usage)
        => new() { ["status"] = status, ["error"] = error, ["token_usage"] = usage };

    private static JsonObject Usage(JsonElement usage)
        => new()
        {
            ["input_tokens"] = Number(usage, "input_tokens"),
            ["cached_input_tokens"] = Number(usage, "input_tokens_details", "cached_tokens"),
            ["cache_write_input_tokens"] = 0,
            ["output_tokens"] = Number(usage, "output_tokens"),
            ["reasoning_output_tokens"] = Number(usage, "output_tokens_details", "reasoning_tokens"),
            ["total_tokens"] = Number(usage, "total_tokens"),
        };

    private static long Number(JsonElement usage, params ReadOnlySpan<string> path)
        => Json.Find(usage, path) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : 0;
}
