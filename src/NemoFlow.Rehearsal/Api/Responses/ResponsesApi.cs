// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Http;
using NemoFlow.Rehearsal.Script;
using NemoFlow.Rehearsal.Threads;

namespace NemoFlow.Rehearsal.Api.Responses;

/// <summary>OpenAI's Responses API over HTTP, streaming and buffered.</summary>
internal sealed class ResponsesApi(Scenario scenario, ThreadBook threads, TimeProvider timeProvider) : IProviderApi
{
    public ProviderAnswer? Answer(ProviderExchange exchange)
    {
        if (exchange.Path is not ("/v1/responses" or "/responses"))
        {
            return null;
        }

        if (exchange.Header("upgrade") is not null)
        {
            // What OpenAI-compatible servers without WebSockets say; clients then go on over HTTP.
            return ProviderAnswer.Error(426, "WebSockets are not offered here; use HTTP.");
        }

        return JsonPost.Answer(exchange, ProviderAnswer.Error, (body, bytes) => Play(ResponsesRequest.Read(exchange, body, bytes)));
    }

    private ProviderAnswer Play(ResponsesRequest request)
    {
        RequestFacts facts = request.Facts;
        TurnTicket ticket = threads.Begin(facts);
        ItemIds ids = new(scenario.Name, facts.Thread, ticket.Ordinal);
        ProviderAnswer answer = ticket.Error is { } error ? Fail(error) : Render(request, ticket, ids);
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

    private ProviderAnswer Render(ResponsesRequest request, TurnTicket ticket, ItemIds ids)
    {
        Reply reply = ticket.Reply;
        ResponseObject response = new(request, ids.Response, timeProvider.GetUtcNow(), scenario.EchoTools);
        ReplyRenderer renderer = new(ids, reply.Pace);
        renderer.Begin(response);
        if (reply.Reasoning is { } reasoning)
        {
            renderer.Reasoning(reasoning);
        }

        if (reply.Text is not null || reply.Refusal is not null)
        {
            renderer.Message(reply, ticket.Incomplete is not null);
        }

        ToolTranslator translator = new(request, ids);
        for (int position = 0; position < reply.Tools.Count; position++)
        {
            renderer.Call(translator.Translate(reply.Tools[position], position));
        }

        JsonArray output = renderer.Output();
        ProviderUsage usage = UsageEstimate.For(request.BodyLength, ticket);
        JsonObject finished = response.Finished(ticket, output, usage);
        byte[] buffered = SseBytes.Json(finished);
        renderer.End(finished);
        return new ProviderAnswer
        {
            Status = 200,
            ContentType = request.Streams ? ProviderAnswer.EventStreamType : ProviderAnswer.JsonType,
            Headers = reply.Headers,
            Pieces = request.Streams ? renderer.Events : [buffered],
            Pace = reply.Pace,
            Drop = ticket.Drop,
            ResponseId = ids.Response,
            Usage = ticket.Failed is null ? usage : null,
            Ended = delivered =>
            {
                if (delivered && ticket.IsProper)
                {
                    threads.Delivered(request.Facts, ticket, usage.InputTokens);
                }
            },
        };
    }
}
