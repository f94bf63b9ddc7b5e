// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Rehearsal;
using NemoFlow.Tests;
using NemoFlow.Text;

namespace NemoFlow.EndToEnd.Standalone;

public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Senders = 4;

    [Fact]
    public async Task Gateway_KilledAtAnyMoment_LosesNothingItAcknowledged()
    {
        int rounds = Environment.GetEnvironmentVariable("NEMO_FLOW_LONG_TESTS") == "1" ? 100 : 10;
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        await using Sandbox sandbox = new();
        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(Scenario.BuiltIn("plain-text"), 0, null, TestContext.Current.CancellationToken);
        sandbox.Environment["NEMO_FLOW_OPENAI_BASE_URL"] = new Uri(provider.BaseAddress, "v1").OriginalString;
        ConcurrentBag<string> acknowledged = [];
        for (int round = 0; round < rounds; round++)
        {
            await using StandaloneGateway gateway = await StandaloneGateway.StartAsync(sandbox);
            int enough = acknowledged.Count + random.Next(1, 400);
            using CancellationTokenSource stop = new();
            Task[] senders = [.. Enumerable.Range(0, Senders).Select(n => FloodAsync(gateway.Url, $"{round}-{n}", n, acknowledged, stop.Token))];
            await Eventually.IsTrueAsync(() => acknowledged.Count >= enough, TestContext.Current.CancellationToken);
            await gateway.StopAsync("KILL");
            await stop.CancelAsync();
            await Task.WhenAll(senders);

            AssertRecorded(sandbox, acknowledged);
        }

        await using StandaloneGateway last = await StandaloneGateway.StartAsync(sandbox);
        await SendAsync(last.Url, "session-0", "last-turn", "the-end", CancellationToken.None);
        acknowledged.Add("the-end");
        Assert.Equal(0, (await last.StopAsync("TERM")).ExitCode);
        AssertRecorded(sandbox, acknowledged);
        Assert.All(Recording.All(sandbox, wholeFiles: false), r => Assert.DoesNotContain(r.Session.Turns.SkipLast(1), t => t.Status == CallStatus.Open));
        output.WriteLine($"{acknowledged.Count} acknowledged, {provider.Requests.Count} model calls");
    }

    /// <summary>Sends hooks, and now and then a model call, until the gateway is gone.</summary>
    private static async Task FloodAsync(Uri gateway, string prefix, int sender, ConcurrentBag<string> acknowledged, CancellationToken stop)
    {
        using HttpMessageInvoker client = new(new SocketsHttpHandler());
        try
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                string id = $"{prefix}-{i}";
                string turn = $"{prefix}-turn-{(i + 2) / 10}";
                if (i % 20 == 10)
                {
                    await CallModelAsync(client, gateway, $"session-{sender}", turn, id, stop);
                }
                else if (await SendAsync(client, gateway, $"session-{sender}", turn, id, stop))
                {
                    acknowledged.Add(id);
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // This is what the gateway's death looks like from outside: what was on its way was not acknowledged.
        }
    }

    private static async Task<bool> SendAsync(Uri gateway, string session, string turn, string id, CancellationToken stop)
    {
        using HttpMessageInvoker client = new(new SocketsHttpHandler());
        return await SendAsync(client, gateway, session, turn, id, stop);
    }

    private static async Task<bool> SendAsync(HttpMessageInvoker client, Uri gateway, string session, string turn, string id, CancellationToken stop)
    {
        // Every turn ends now and then, so that projections are written while the process dies.
        string name = id.EndsWith('7') ? "Stop" : "PreToolUse";
        string payload = $$"""
            {"session_id":"{{session}}","turn_id":"{{turn}}","hook_event_name":"{{name}}","tool_name":"Bash","tool_use_id":"{{id}}","tool_input":{"command":"echo {{new string('x', 300)}}"},"marker":"{{id}}"}
            """;
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(gateway, "/hooks/codex")) { Content = Json(payload) };
        request.Headers.Add("x-nemo-flow-delivery", id);
        using HttpResponseMessage response = await client.SendAsync(request, stop);
        return response.IsSuccessStatusCode;
    }

    private static async Task CallModelAsync(HttpMessageInvoker client, Uri gateway, string session, string turn, string id, CancellationToken stop)
    {
        string body = $$"""{"model":"gpt-5.5","stream":true,"input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"{{id}}"}]}]}""";
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(gateway, "/v1/responses")) { Content = Json(body) };
        request.Headers.Add("session-id", session);
        request.Headers.Add("thread-id", session);
        request.Headers.Add("x-codex-turn-metadata", $$"""{"session_id":"{{session}}","thread_id":"{{session}}","turn_id":"{{turn}}","request_kind":"turn"}""");
        request.Headers.Add("authorization", "Bearer a-key");
        using HttpResponseMessage response = await client.SendAsync(request, stop);
        await response.Content.CopyToAsync(Stream.Null, stop);
    }

    private static ByteArrayContent Json(string text) =>
        new(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>Every acknowledged hook is there once, every journal can be read to its last whole line, and no document is half written.</summary>
    private static void AssertRecorded(Sandbox sandbox, IReadOnlyCollection<string> acknowledged)
    {
        List<string> recorded = [.. Recording.All(sandbox, wholeFiles: false)
            .SelectMany(r => r.Hooks)
            .Select(e => e.Data.GetProperty("payload").TextAt("marker")!)];
        Assert.Empty(acknowledged.Except(recorded));
        Assert.Equal(recorded.Count, recorded.Distinct().Count());
        foreach (string path in Directory.EnumerateFiles(sandbox.Root, "*.json", SearchOption.AllDirectories))
        {
            using JsonDocument whole = JsonDocument.Parse(File.ReadAllText(path), new JsonDocumentOptions { MaxDepth = 512 });
            if (path.EndsWith(".atif.json", StringComparison.Ordinal))
            {
                Assert.Empty(AtifValidator.ValidateFile(path));
            }
        }
    }
}
