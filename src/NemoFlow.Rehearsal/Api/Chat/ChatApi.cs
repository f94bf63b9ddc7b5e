// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Http;
using NemoFlow.Rehearsal.Script;
using NemoFlow.Rehearsal.Threads;

namespace NemoFlow.Rehearsal.Api.Chat;

/// <summary>OpenAI's Chat Completions API, streaming and buffered.</summary>
internal sealed class ChatApi(Scenario scenario, ThreadBook threads, TimeProvider timeProvider) : IProviderApi
{
    public ProviderAnswer? Answer(ProviderExchange exchange)
        => exchange.Path is "/v1/chat/completions" or "/chat/completions"
            ? JsonPost.Answer(exchange, ProviderAnswer.Error, (body, bytes) => Play(ChatRequest.Read(exchange, body, bytes)))
            : null;

    private ProviderAnswer Play(ChatRequest request)
    {
        RequestFacts facts = request.Facts;
        TurnTicket ticket = threads.Begin(facts);
        ItemIds ids = new(scenario.Name, facts.Thread, ticket.Ordinal);
        ProviderAnswer answer = ticket.Error is { } error ? Fail(error)
            : ticket.Failed is { } failed && !request.Streams ? ProviderAnswer.Json(500, ScenarioJson.Compact(Failure(failed)))
            : Render(request, ticket, ids);
        return answer with
        {
            Headers = [new("x-request-id", ids.Request), .. answer.Headers],
            Thread = facts.Thread,
            Conversation = ticket.Conversation?.Name,
            Turn = ticket.Turn,
            Attempt = ticket.Attempt,
        };
    }

    private static ProviderAnswer Fail(ReplyError error)
    {
        string body = error.Body is { } given ? ScenarioJson.Compact(given) : ScenarioJson.Compact(ProviderErrors.Body(error.Status));
        return ProviderAnswer.Json(error.Status, body) with { Headers = error.Headers };
    }

    private static JsonObject Failure(ReplyFailure failed)
        => new()
        {
            ["error"] = new JsonObject { ["message"] = failed.Message, ["type"] = failed.Code, ["param"] = null, ["code"] = failed.Code },
        };

    private ProviderAnswer Render(ChatRequest request, TurnTicket ticket, ItemIds ids)
    {
        Reply reply = ticket.Reply;
        ChatTools tools = new(request, ids);
        ChatMessage message = new(reply, [.. reply.Tools.Select(tools.Translate)], request.IsLegacy);
        ProviderUsage usage = UsageEstimate.For(request.BodyLength, ticket);
        string id = ids.Of("chatcmpl-");
        bool told = ticket.Failed is null && (!request.Streams || request.StreamsUsage);
        return new ProviderAnswer
        {
            Status = 200,
            ContentType = request.Streams ? ProviderAnswer.EventStreamType : ProviderAnswer.JsonType,
            Headers = reply.Headers,
            Pieces = request.Streams ? [.. Stream(request, ticket, message, id, usage)] : [Buffered(request, ticket, message, id, usage)],
            Pace = reply.Pace,
            Drop = ticket.Drop,
            ResponseId = id,
            Usage = told ? usage : null,
            Ended = delivered =>
            {
                if (delivered && ticket.IsProper)
                {
                    threads.Delivered(request.Facts, ticket, usage.InputTokens);
                }
            },
        };
    }

    private byte[] Buffered(ChatRequest request, TurnTicket ticket, ChatMessage message, string id, ProviderUsage usage)
    {
        JsonArray choices = [.. Enumerable.Range(0, request.Choices).Select(index => new JsonObject
        {
            ["index"] = index,
            ["message"] = message.Whole(),
            ["logprobs"] = null,
            ["finish_reason"] = message.FinishReason(ticket.Incomplete),
        })];
        JsonObject completion = Head(request, "chat.completion", id, choices);
        completion["usage"] = Usage(usage);
        return SseBytes.Json(completion);
    }

    private IEnumerable<byte[]> Stream(ChatRequest request, TurnTicket ticket, ChatMessage message, string id, ProviderUsage usage)
    {
        for (int choice = 0; choice < request.Choices; choice++)
        {
            foreach (JsonObject delta in message.Deltas(ticket.Reply.Pace.DeltaCharacters))
            {
                yield return Chunk(request, id, Choice(choice, delta, null));
            }

            if (ticket.Failed is null)
            {
                yield return Chunk(request, id, Choice(choice, [], message.FinishReason(ticket.Incomplete)));
            }
        }

        if (ticket.Failed is { } failed)
        {
            // What went wrong comes as an event like any other, and then nothing more.
            yield return SseBytes.Event(null, Failure(failed));
            yield break;
        }

        if (request.StreamsUsage)
        {
            JsonObject last = Head(request, "chat.completion.chunk", id, []);
            last["usage"] = Usage(usage);
            yield return SseBytes.Event(null, last);
        }

        yield return SseBytes.Done;
    }

    private byte[] Chunk(ChatRequest request, string id, JsonObject choice)
    {
        JsonObject chunk = Head(request, "chat.completion.chunk", id, [choice]);
        if (request.StreamsUsage)
        {
            chunk["usage"] = null;
        }

        return SseBytes.Event(null, chunk);
    }

    private static JsonObject Choice(int index, JsonObject delta, string? finishReason)
        => new() { ["index"] = index, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finishReason };

    private JsonObject Head(ChatRequest request, string type, string id, JsonArray choices)
        => new()
        {
            ["id"] = id,
            ["object"] = type,
            ["created"] = timeProvider.GetUtcNow().ToUnixTimeSeconds(),
            ["model"] = request.Model,
            ["service_tier"] = "default",
            ["system_fingerprint"] = "fp_rehearsal",
            ["choices"] = choices,
        };

    private static JsonObject Usage(ProviderUsage usage)
        => new()
        {
            ["prompt_tokens"] = usage.InputTokens,
            ["completion_tokens"] = usage.OutputTokens,
            ["total_tokens"] = usage.InputTokens + usage.OutputTokens,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CachedTokens, ["audio_tokens"] = 0 },
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage.ReasoningTokens, ["audio_tokens"] = 0 },
        };
}
