// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Rehearsal.Http;
using NemoFlow.Rehearsal.Script;
using NemoFlow.Rehearsal.Threads;

namespace NemoFlow.Rehearsal.Api.Chat;

/// <summary>The parts of a Chat Completions request that decide its answer.</summary>
internal sealed class ChatRequest
{
    private const int MostChoices = 16;

    private ChatRequest(JsonElement body, long bodyLength, RequestFacts facts)
    {
        Body = body;
        BodyLength = bodyLength;
        Facts = facts;
    }

    public JsonElement Body { get; }

    public long BodyLength { get; }

    public RequestFacts Facts { get; }

    public string Model => Facts.Model ?? "unknown";

    public bool Streams => IsTrue("stream");

    /// <summary>Whether a stream ends with the token counts: only where the client asks for them.</summary>
    public bool StreamsUsage => IsTrue("stream_options", "include_usage");

    /// <summary>Whether the client knows functions only in their form from before there were tools.</summary>
    public bool IsLegacy => Json.Find(Body, "tools") is null && Json.Find(Body, "functions") is not null;

    public int Choices => Json.Find(Body, "n") is { ValueKind: JsonValueKind.Number } n && n.TryGetInt32(out int count) ? Math.Clamp(count, 1, MostChoices) : 1;

    /// <summary>The functions offered, whichever form they are in.</summary>
    public IEnumerable<JsonElement> Functions
        => Json.Items(Body, "tools").Select(static tool => Json.Find(tool, "function")).OfType<JsonElement>().Concat(Json.Items(Body, "functions"));

    public static ChatRequest Read(ProviderExchange exchange, JsonElement body, ReadOnlyMemory<byte> bytes)
    {
        RolePrompts prompts = RolePrompts.Read(body);
        string thread = exchange.Header("thread-id") ?? exchange.Header("session-id")
            ?? Json.Text(body, "prompt_cache_key") ?? Json.Text(body, "user") ?? "thread";
        bool subagent = exchange.Header("x-openai-subagent") is not null;
        ChatRequest request = new(body, bytes.Length, new RequestFacts(thread, ConversationMatch.TurnKind, subagent, prompts.Prompt, prompts.Count, prompts.StartsPrompt));
        RequestFacts facts = request.Facts with
        {
            Api = ApiNames.Chat,
            Model = Json.Text(body, "model"),
            System = System(body),
            Tools = [.. request.Functions.Select(static function => Json.Text(function, "name")).OfType<string>()],
            Body = bytes,
        };
        return new ChatRequest(body, bytes.Length, facts);
    }

    private static string? System(JsonElement body)
    {
        foreach (JsonElement message in Json.Items(body, "messages"))
        {
            if (Json.Text(message, "role") is "system" or "developer")
            {
                return Json.Text(message, "content") ?? string.Join('\n', Json.Items(message, "content").Select(static part => Json.Text(part, "text")));
            }
        }

        return null;
    }

    private bool IsTrue(params ReadOnlySpan<string> path) => Json.Find(Body, path) is { ValueKind: JsonValueKind.True };
}
