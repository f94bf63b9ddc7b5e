// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Rehearsal;
using NemoFlow.Text;

namespace NemoFlow.EndToEnd.Oracles;

/// <summary>Every request that the provider got is in the journal once, in order, in full, with the answer it got.</summary>
internal static class ModelOracle
{
    private const string Messages = "anthropic.messages";

    private static readonly string[] ThreadHeaders = ["thread-id", "x-claude-code-agent-id"];

    public static void Check(IReadOnlyList<ProviderRequestLog> provided, Recording recording)
    {
        List<SessionEvent> requests = [.. recording.Requests];
        Dictionary<string, SessionEvent> responses = recording.Events.Where(e => e.Kind == EventKinds.LlmResponse).ToDictionary(e => e.Id!, StringComparer.Ordinal);
        Dictionary<string, JsonNode> bodies = Bodies(requests);
        Assert.Equal(provided.Count, requests.Count);
        Assert.Equal(requests.Count, requests.Select(r => r.Id).Distinct().Count());
        Assert.Equal(requests.Select(r => r.Id).Order(StringComparer.Ordinal), responses.Keys.Order(StringComparer.Ordinal));

        // Threads run at the same time: order is a matter of one thread.
        ILookup<string, SessionEvent> byThread = requests.ToLookup(ThreadOf);
        foreach (IGrouping<string, ProviderRequestLog> thread in provided.GroupBy(ThreadOf))
        {
            List<SessionEvent> recorded = [.. byThread[thread.Key]];
            Assert.Equal(thread.Count(), recorded.Count);
            foreach ((ProviderRequestLog sent, SessionEvent request) in thread.Zip(recorded))
            {
                Assert.True(
                    JsonNode.DeepEquals(Comparable(JsonNode.Parse(sent.Body.Span)), Comparable(bodies[request.Id!])),
                    $"Request {sent.Index} was recorded otherwise than it was sent:\n{bodies[request.Id!].ToJsonString()}");
                CheckResponse(sent, responses[request.Id!].Data);
            }
        }
    }

    /// <summary>Tokens of the session and of its trajectory are those that the provider charged for, each once.</summary>
    public static void CheckTokens(IReadOnlyList<ProviderRequestLog> provided, Recording recording)
    {
        List<ProviderUsage> charged = [.. provided.Where(p => p.Outcome == RequestOutcome.Completed).Select(p => p.Usage).OfType<ProviderUsage>()];
        long input = charged.Sum(u => (long)u.InputTokens);
        long cached = charged.Sum(u => (long)u.CachedTokens);
        long output = charged.Sum(u => (long)u.OutputTokens);
        // The Messages API does not tell reasoning apart.
        long reasoning = provided.Any(p => p.Path.EndsWith("/messages", StringComparison.Ordinal)) ? 0 : charged.Sum(u => (long)u.ReasoningTokens);
        TokenUsage? usage = recording.Session.Usage;
        Assert.Equal((input, cached, output, reasoning), (usage?.Input ?? 0, usage?.CacheRead ?? 0, usage?.Output ?? 0, usage?.Reasoning ?? 0));

        JsonElement trajectory = recording.Trajectory();
        JsonElement total = trajectory.GetProperty("final_metrics");
        Assert.Equal(
            (input, cached, output),
            (total.LongAt("total_prompt_tokens") ?? 0, total.LongAt("total_cached_tokens") ?? 0, total.LongAt("total_completion_tokens") ?? 0));
        List<JsonElement> metrics = [.. Steps(trajectory).Where(s => s.TryGetProperty("metrics", out _)).Select(s => s.GetProperty("metrics"))];
        Assert.Equal(
            (input, cached, output),
            (metrics.Sum(m => m.LongAt("prompt_tokens") ?? 0), metrics.Sum(m => m.LongAt("cached_tokens") ?? 0), metrics.Sum(m => m.LongAt("completion_tokens") ?? 0)));
    }

    /// <summary>The steps of a trajectory and of those embedded in it.</summary>
    public static IEnumerable<JsonElement> Steps(JsonElement trajectory) => trajectory.GetProperty("steps").EnumerateArray()
        .Concat(trajectory.ItemsAt("subagent_trajectories").SelectMany(Steps));

    private static void CheckResponse(ProviderRequestLog sent, JsonElement recorded)
    {
        int status = (int)(recorded.LongAt("status") ?? 0);
        if (sent.Outcome != RequestOutcome.Completed)
        {
            // Who left early may not have seen the head of the answer.
            Assert.True(status == sent.Status || (status == 0 && sent.Outcome == RequestOutcome.Cancelled), $"status {status}, the provider gave {sent.Status}");
            Assert.NotEqual("completed", recorded.TextAt("outcome"));
            return;
        }

        Assert.Equal((sent.Status, "completed"), (status, recorded.TextAt("outcome")));
        Assert.Equal(sent.ResponseLength, recorded.LongAt("bytes"));
        if (sent.ResponseId is not null)
        {
            JsonElement body = recorded.GetProperty("body");
            Assert.Equal(sent.ResponseId, body.TextAt("id"));
            JsonElement? usage = body.At("usage");
            long? apart = (usage?.LongAt("cache_read_input_tokens") ?? 0) + (usage?.LongAt("cache_creation_input_tokens") ?? 0);
            Assert.Equal(sent.Usage?.InputTokens, usage?.LongAt("input_tokens") + apart);
            Assert.Equal(sent.Usage?.OutputTokens, usage?.LongAt("output_tokens"));
        }
    }

    /// <summary>The bodies as they were sent, put together again from what is new in each request.</summary>
    private static Dictionary<string, JsonNode> Bodies(IEnumerable<SessionEvent> requests)
    {
        Dictionary<string, List<JsonElement>> history = new(StringComparer.Ordinal);
        Dictionary<string, JsonNode> bodies = new(StringComparer.Ordinal);
        foreach (SessionEvent request in requests.OrderBy(r => r.Gateway, StringComparer.Ordinal).ThenBy(r => r.Sequence))
        {
            JsonElement members = request.Data.GetProperty("body");
            string key = $"{request.Gateway}/{request.Data.TextAt("api")}/{ThreadOf(request)}/{members.TextAt("model")}/{members.ItemsAt("tools").Any()}";
            int kept = (int)(request.Data.LongAt("items_from") ?? 0);
            List<JsonElement> items = [.. history.GetValueOrDefault(key, []).Take(kept), .. request.Data.ItemsAt("items")];
            history[key] = items;
            JsonObject body = JsonNode.Parse(request.Data.GetProperty("body").GetRawText())!.AsObject();
            body[request.Data.TextAt("api") == Messages ? "messages" : "input"] = new JsonArray([.. items.Select(i => JsonNode.Parse(i.GetRawText()))]);
            bodies.Add(request.Id!, body);
        }

        return bodies;
    }

    /// <summary>Markers of what is to be cached move on with every request; a journal does not follow them into the history that it shares.</summary>
    private static JsonNode? Comparable(JsonNode? body)
    {
        foreach (JsonObject part in (body?["messages"] as JsonArray ?? []).OfType<JsonObject>().SelectMany(m => m["content"] as JsonArray ?? []).OfType<JsonObject>())
        {
            part.Remove("cache_control");
        }

        return body;
    }

    private static string ThreadOf(SessionEvent request) => ThreadHeaders.Select(h => request.Data.GetProperty("headers").TextAt(h)).FirstOrDefault(t => t is not null) ?? "";

    private static string ThreadOf(ProviderRequestLog request) => ThreadHeaders
        .Select(h => request.Headers.FirstOrDefault(r => r.Key.Equals(h, StringComparison.OrdinalIgnoreCase)).Value).FirstOrDefault(t => t is not null) ?? "";
}
