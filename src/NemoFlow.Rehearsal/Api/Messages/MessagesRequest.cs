// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Rehearsal.Http;
using NemoFlow.Rehearsal.Script;
using NemoFlow.Rehearsal.Threads;

namespace NemoFlow.Rehearsal.Api.Messages;

/// <summary>The parts of a Messages request that decide its answer.</summary>
internal sealed class MessagesRequest
{
    /// <summary>Kind of a request that an agent makes beside its turns: titles, summaries of pages, searches.</summary>
    private const string SideKind = "side";
    private const string CompactionKind = "compaction";

    /// <summary>Kind of a request that only asks whether there is an answer.</summary>
    private const string ProbeKind = "probe";

    private MessagesRequest(JsonElement body, long bodyLength, RequestFacts facts)
    {
        Body = body;
        BodyLength = bodyLength;
        Facts = facts;
    }

    public JsonElement Body { get; }

    public long BodyLength { get; }

    public RequestFacts Facts { get; }

    public string Model => Facts.Model ?? "unknown";

    public bool Streams => Body.TryGetProperty("stream", out JsonElement stream) && stream.ValueKind == JsonValueKind.True;

    /// <summary>Whether anything is marked for the cache.</summary>
    public bool MarksCache => Facts.Body.Span.IndexOf("\"cache_control\""u8) >= 0;

    /// <summary>Whether it is to be kept for an hour.</summary>
    public bool ForAnHour => Facts.Body.Span.IndexOf("\"ttl\":\"1h\""u8) >= 0;

    /// <summary>The definition of a tool that the request offers.</summary>
    public JsonElement? Tool(string name)
    {
        foreach (JsonElement tool in Json.Items(Body, "tools"))
        {
            if (Json.Text(tool, "name") == name)
            {
                return tool;
            }
        }

        return null;
    }

    public static MessagesRequest Read(ProviderExchange exchange, JsonElement body, ReadOnlyMemory<byte> bytes)
    {
        RolePrompts prompts = RolePrompts.Read(body);
        string? system = System(body);
        string? agent = exchange.Header("x-claude-code-agent-id");
        string? session = exchange.Header("x-claude-code-session-id");
        string thread = agent ?? session ?? UserSession(body) ?? "thread";
        bool subagent = agent is not null || system?.Contains("cc_is_subagent=true", StringComparison.Ordinal) == true;
        string kind = Kind(body, prompts, session is not null && !subagent);
        // What runs beside the turn must not use up its replies.
        string key = kind == ConversationMatch.TurnKind ? thread : $"{thread}#{kind}";
        RequestFacts facts = new(key, kind, subagent, prompts.Prompt, prompts.Count, prompts.StartsPrompt)
        {
            Api = ApiNames.Messages,
            Model = Json.Text(body, "model"),
            System = system,
            Tools = [.. Json.Items(body, "tools").Select(static tool => Json.Text(tool, "name")).OfType<string>()],
            Body = bytes,
        };
        return new MessagesRequest(body, bytes.Length, facts);
    }

    private static string Kind(JsonElement body, RolePrompts prompts, bool isAgent)
    {
        if (Json.Find(body, "max_tokens") is { ValueKind: JsonValueKind.Number } most && most.TryGetInt32(out int tokens) && tokens == 1)
        {
            return ProbeKind;
        }

        if (prompts.AsksForSummary)
        {
            return CompactionKind;
        }

        // The turns of an agent offer tools of its own; the provider's have a type.
        bool offers = Json.Items(body, "tools").Any(static tool => Json.Text(tool, "type") is null or "custom");
        return isAgent && !offers ? SideKind : ConversationMatch.TurnKind;
    }

    private static string? System(JsonElement body)
        => Json.Text(body, "system") ?? (Json.Find(body, "system") is { ValueKind: JsonValueKind.Array }
            ? string.Join('\n', Json.Items(body, "system").Select(static block => Json.Text(block, "text")))
            : null);

    /// <summary>The session that an agent names in the metadata, which is JSON in a string; else the whole of it.</summary>
    private static string? UserSession(JsonElement body)
    {
        if (Json.Text(body, "metadata", "user_id") is not { Length: > 0 } user)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(user);
            return Json.Text(document.RootElement, "session_id") ?? user;
        }
        catch (JsonException)
        {
            // Clients name their users as they like.
            return user;
        }
    }
}
