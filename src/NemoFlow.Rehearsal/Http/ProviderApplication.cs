// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using NemoFlow.Rehearsal.Api;

namespace NemoFlow.Rehearsal.Http;

/// <summary>Reads each request whole, logs it, and hands it to the API it belongs to.</summary>
internal sealed class ProviderApplication(
    IReadOnlyList<IProviderApi> apis, RequestJournal journal, RehearsalOptions options, CancellationToken stopping)
    : IHttpApplication<ProviderExchange>
{
    public ProviderExchange CreateContext(IFeatureCollection contextFeatures) => new(contextFeatures);

    public void DisposeContext(ProviderExchange context, Exception? exception)
    {
        // Nothing outlives the request.
    }

    public async Task ProcessRequestAsync(ProviderExchange context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.Aborted).ConfigureAwait(false);
        context.Body = body.ToArray();
        context.Headers = context.Features.Get<RequestHead>()?.Take() ?? [];
        if (context is { Path: "/healthz", Request.Method: "GET" })
        {
            using ResponseSink health = new(context.Features);
            await ProviderReplies.SendAsync(health, ProviderAnswer.Json(200, """{"status":"ok"}"""), stopping).ConfigureAwait(false);
            return;
        }

        ProviderRequestLog entry = journal.Add(index => NewEntry(context, index));
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(context.Aborted, stopping);
        using ResponseSink sink = new(context.Features);
        RequestOutcome outcome = RequestOutcome.Cancelled;
        ProviderAnswer? answer = null;
        try
        {
            answer = Answer(context);
            entry = Describe(entry, answer);
            journal.Replace(entry);
            outcome = await ProviderReplies.SendAsync(sink, answer, ending.Token, options.TimeProvider).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client left, or the provider stops: logged as cancelled.
        }
        finally
        {
            answer?.Ended(outcome == RequestOutcome.Completed);
            journal.Replace(entry with
            {
                Outcome = outcome,
                FinishedAt = options.TimeProvider.GetUtcNow(),
                ResponseLength = sink.Length,
                ResponseSha256 = sink.Sha256(),
            });
        }

        if (outcome == RequestOutcome.Dropped)
        {
            await sink.CutAsync().ConfigureAwait(false);
        }
        else if (outcome == RequestOutcome.Cancelled)
        {
            sink.Abort();
        }
    }

    private static ProviderRequestLog Describe(ProviderRequestLog entry, ProviderAnswer answer)
        => entry with
        {
            Status = answer.Status,
            Thread = answer.Thread,
            Conversation = answer.Conversation,
            Turn = answer.Turn,
            Attempt = answer.Attempt,
            ResponseId = answer.ResponseId,
            Usage = answer.Usage,
        };

    private ProviderAnswer Answer(ProviderExchange exchange)
    {
        foreach (IProviderApi api in apis)
        {
            if (api.Answer(exchange) is { } answer)
            {
                return answer;
            }
        }

        return ProviderAnswer.Error(404, $"Invalid URL ({exchange.Request.Method} {exchange.Path})");
    }

    private ProviderRequestLog NewEntry(ProviderExchange exchange, int index)
        => new()
        {
            Index = index,
            ReceivedAt = options.TimeProvider.GetUtcNow(),
            Method = exchange.Request.Method,
            RawTarget = exchange.Request.RawTarget,
            Path = exchange.Path,
            Headers = exchange.Headers,
            Body = options.KeepBodies ? exchange.Body : ReadOnlyMemory<byte>.Empty,
            BodyLength = exchange.Body.Length,
            BodySha256 = Convert.ToHexStringLower(SHA256.HashData(exchange.Body)),
        };
}
