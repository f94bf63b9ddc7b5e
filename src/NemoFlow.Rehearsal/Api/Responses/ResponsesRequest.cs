// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Rehearsal.Http;
using NemoFlow.Rehearsal.Script;
using NemoFlow.Rehearsal.Threads;

namespace NemoFlow.Rehearsal.Api.Responses;

/// <summary>The parts of a Responses request that decide its answer.</summary>
internal sealed class ResponsesRequest
{
    private ResponsesRequest(JsonElement body, long bodyLength, RequestFacts facts)
    {
        Body = body;
        BodyLength = bodyLength;
        Facts = facts;
        Tools = ToolCatalog.Read(body);
    }

    public JsonElement Body { get; }

    public long BodyLength { get; }

    public RequestFacts Facts { get; }

    public ToolCatalog Tools { get; }

    public string Model => Json.Text(Body, "model") ?? "unknown";

    public bool Streams => Body.TryGetProperty("stream", out JsonElement stream) && stream.ValueKind == JsonValueKind.True;

    public static ResponsesRequest Read(ProviderExchange exchange, JsonElement body, ReadOnlyMemory<byte> bytes)
    {
        PromptScan scan = PromptScan.Read(body);
        string kind = TurnMetadata(exchange, body, "request_kind") ?? ConversationMatch.TurnKind;
        bool subagent = exchange.Header("x-openai-subagent") is not null
            || Json.Text(body, "client_metadata", "x-openai-subagent") is not null;
        string thread = exchange.Header("thread-id")
            ?? exchange.Header("session-id")
            ?? Json.Text(body, "prompt_cache_key")
            ?? "thread";
        // A compaction runs beside the turn it interrupts and must not use up its replies.
        string key = kind == ConversationMatch.TurnKind ? thread : $"{thread}#{kind}";
        RequestFacts facts = new(key, kind, subagent, scan.Prompt, scan.Count, scan.StartsPrompt)
        {
            Api = ApiNames.Responses,
            Model = Json.Text(body, "model"),
            System = Json.Text(body, "instructions"),
            Tools = [.. ToolCatalog.Read(body).Names],
            Body = bytes,
        };
        return new ResponsesRequest(body, bytes.Length, facts);
    }

    private static string? TurnMetadata(ProviderExchange exchange, JsonElement body, string key)
    {
        string? text = exchange.Header("x-codex-turn-metadata") ?? Json.Text(body, "client_metadata", "x-codex-turn-metadata");
        if (text is null)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return Json.Text(document.RootElement, key);
        }
        catch (JsonException)
        {
            // Clients may put anything into a header: no kind then.
            return null;
        }
    }
}
