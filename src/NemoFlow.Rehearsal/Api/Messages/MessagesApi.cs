// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Http;
using NemoFlow.Rehearsal.Script;
using NemoFlow.Rehearsal.Threads;

namespace NemoFlow.Rehearsal.Api.Messages;

/// <summary>Anthropic's Messages API, streaming and buffered, and its count of tokens.</summary>
internal sealed class MessagesApi(Scenario scenario, ThreadBook threads) : IProviderApi
{
    public ProviderAnswer? Answer(ProviderExchange exchange)
        => exchange.Path switch
        {
            "/v1/messages" or "/messages"
                => JsonPost.Answer(exchange, MessagesErrors.Answer, (body, bytes) => Play(MessagesRequest.Read(exchange, body, bytes))),
            "/v1/messages/count_tokens" or "/messages/count_tokens"
                => JsonPost.Answer(exchange, MessagesErrors.Answer, static (_, bytes) => Count(bytes.Length)),
            _ when exchange.Path.StartsWith("/v1/messages/", StringComparison.Ordinal) => MessagesErrors.Answer(404, "Not found"),
            _ => null,
        };

    private static ProviderAnswer Count(long bytes)
        => ProviderAnswer.Json(200, ScenarioJson.Compact(new JsonObject { ["input_tokens"] = UsageEstimate.Tokens(bytes) }));

    private ProviderAnswer Play(MessagesRequest request)
    {
        RequestFacts facts = request.Facts;
        TurnTicket ticket = threads.Begin(facts);
        ItemIds ids = new(scenario.Name, facts.Thread, ticket.Ordinal);
        string requestId = ids.Of("req_01");
        ProviderAnswer answer = ticket.Error is { } error ? Fail(error, requestId)
            : ticket.Failed is { } failed && !request.Streams ? Fail(failed, requestId)
            : Render(request, ticket, ids);
        return answer with
        {
            Headers = [new("request-id", requestId), .. answer.Headers],
            Thread = facts.Thread,
            Conversation = ticket.Conversation?.Name,
            Turn = ticket.Turn,
            Attempt = ticket.Attempt,
        };
    }

    private static ProviderAnswer Fail(ReplyError error, string requestId)
    {
        string body = error.Body is { } given
            ? ScenarioJson.Compact(given)
            : ScenarioJson.Compact(MessagesErrors.Body(error.Status, null, requestId));
        return ProviderAnswer.Json(error.Status, body) with { Headers = error.Headers };
    }

    /// <summary>Without a stream there is nothing that could fail after a good start.</summary>
    private static ProviderAnswer Fail(ReplyFailure failed, string requestId)
    {
        string type = MessagesErrors.Type(failed.Code);
        return ProviderAnswer.Json(MessagesErrors.Status(type), ScenarioJson.Compact(MessagesErrors.Body(type, failed.Message, requestId)));
    }

    private ProviderAnswer Render(MessagesRequest request, TurnTicket ticket, ItemIds ids)
    {
        Reply reply = ticket.Reply;
        ProviderUsage usage = UsageEstimate.WithCacheWrites(request.BodyLength, ticket, request.MarksCache, request.ForAnHour);
        string id = ids.Of("msg_01");
        MessageRenderer renderer = new(reply.Pace);
        renderer.Begin(Message(request, id, [], null, Usage(usage, reply, atStart: true)));
        Say(renderer, request, reply, ids);
        string stop = StopReason(ticket);
        byte[] buffered = SseBytes.Json(Message(request, id, renderer.Content(), stop, Usage(usage, reply, atStart: false)));
        if (ticket.Failed is { } failed)
        {
            renderer.Fail(MessagesErrors.Body(MessagesErrors.Type(failed.Code), failed.Message, ids.Of("req_01")));
        }
        else
        {
            renderer.End(stop, Usage(usage, reply, atStart: false));
        }

        return new ProviderAnswer
        {
            Status = 200,
            ContentType = request.Streams ? ProviderAnswer.EventStreamType : ProviderAnswer.JsonType,
            Headers = reply.Headers,
            Pieces = request.Streams ? renderer.Events : [buffered],
            Pace = reply.Pace,
            Drop = ticket.Drop,
            ResponseId = id,
            // A stream that fails has told its input at the start.
            Usage = ticket.Failed is null ? usage : usage with { OutputTokens = AtStart(usage), ReasoningTokens = 0 },
            Ended = delivered =>
            {
                if (delivered && ticket.IsProper)
                {
                    threads.Delivered(request.Facts, ticket, usage.InputTokens);
                }
            },
        };
    }

    private static void Say(MessageRenderer renderer, MessagesRequest request, Reply reply, ItemIds ids)
    {
        if (reply.Reasoning is { } reasoning)
        {
            if (reasoning.Summary.Count == 0)
            {
                renderer.Block(new JsonObject { ["type"] = "redacted_thinking", ["data"] = reasoning.EncryptedContent ?? string.Empty }, null);
            }
            else
            {
                renderer.Thinking(string.Join("\n\n", reasoning.Summary), reasoning.EncryptedContent ?? Signature(ids));
            }
        }

        if ((reply.Text ?? reply.Refusal) is { } text)
        {
            renderer.Text(text);
        }

        MessageTools tools = new(request, ids);
        for (int position = 0; position < reply.Tools.Count; position++)
        {
            foreach ((JsonObject block, string? input) in tools.Translate(reply.Tools[position], position))
            {
                renderer.Block(block, input);
            }
        }
    }

    private static string Signature(ItemIds ids) => Convert.ToBase64String(Encoding.ASCII.GetBytes(ids.Of("sig")));

    private static string StopReason(TurnTicket ticket) => ticket switch
    {
        { Incomplete.Reason: "max_output_tokens" } => "max_tokens",
        { Incomplete: not null } or { Reply.Refusal: not null } => "refusal",
        _ when ticket.Reply.Tools.Any(IsClients) => "tool_use",
        _ => "end_turn",
    };

    /// <summary>Whether the client has to run it: the provider runs its own tools before it answers.</summary>
    private static bool IsClients(ScriptedTool tool)
        => tool.Kind != ToolKind.WebSearch && (tool.Kind != ToolKind.Raw || Json.Text(tool.Item!.Value, "type") == "tool_use");

    private static JsonObject Message(MessagesRequest request, string id, JsonArray content, string? stop, JsonObject usage)
        => new()
        {
            ["id"] = id,
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = request.Model,
            ["content"] = content,
            ["stop_reason"] = stop,
            ["stop_sequence"] = null,
            ["usage"] = usage,
        };

    private static int AtStart(ProviderUsage usage) => Math.Min(1, usage.OutputTokens);

    /// <summary>The start of a stream knows the input, and of the output only that there will be some.</summary>
    private static JsonObject Usage(ProviderUsage usage, Reply reply, bool atStart)
    {
        JsonObject told = new()
        {
            ["input_tokens"] = Math.Max(0, usage.InputTokens - usage.CachedTokens - usage.CacheWriteTokens),
            ["cache_creation_input_tokens"] = usage.CacheWriteTokens,
            ["cache_read_input_tokens"] = usage.CachedTokens,
            ["cache_creation"] = new JsonObject
            {
                ["ephemeral_5m_input_tokens"] = usage.CacheWriteTokens - usage.CacheWriteHourTokens,
                ["ephemeral_1h_input_tokens"] = usage.CacheWriteHourTokens,
            },
            ["output_tokens"] = atStart ? AtStart(usage) : usage.OutputTokens,
            ["service_tier"] = "standard",
        };
        int searches = reply.Tools.Count(static tool => tool.Kind == ToolKind.WebSearch);
        if (searches > 0 && !atStart)
        {
            told["server_tool_use"] = new JsonObject { ["web_search_requests"] = searches };
        }

        return told;
    }
}
