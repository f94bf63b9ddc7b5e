// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Exporters.Spans;
using NemoFlow.OtlpReceiver;
using NemoFlow.OtlpReceiver.Wire;
using NemoFlow.Text;

namespace NemoFlow.EndToEnd.Standalone;

public sealed class DeliveryCrashTests(ITestOutputHelper output)
{
    private const int Rounds = 6;
    private const int Sessions = 3;
    private const int Tools = 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gateway_KilledWhileTheBackendComesAndGoes_LosesNoClosedSpan()
    {
        Random random = new(Random.Shared.Next());
        await using Sandbox sandbox = new();
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        sandbox.Environment["NEMO_FLOW_OPENINFERENCE_ENDPOINT"] = backend.Traces.OriginalString;
        int kills = 0;
        List<(HashSet<string> Spans, int Requests)> noted = [];
        for (int round = 0; round < Rounds; round++)
        {
            bool up = round % 3 != 0;
            backend.Reply = _ => up ? Answer.Ok : new Answer(503);
            int before = backend.Calls;
            await using StandaloneGateway gateway = await StandaloneGateway.StartAsync(sandbox);
            await Task.WhenAll(Enumerable.Range(0, Sessions).Select(s => TurnAsync(gateway.Url, "session-" + s, "turn-of-" + round)));
            if (random.Next(2) == 0)
            {
                // Else the kill falls into the first requests of the round.
                await Eventually.IsTrueAsync(() => backend.Calls > before, Cancellation);
            }

            await gateway.StopAsync("KILL");
            kills++;
            noted.Add((Noted(sandbox), backend.Requests.Count));
        }

        backend.Reply = _ => Answer.Ok;
        List<string> expected = Expected(sandbox);
        await using StandaloneGateway last = await StandaloneGateway.StartAsync(sandbox);
        await Eventually.IsTrueAsync(() => expected.Except(Ids(backend)).FirstOrDefault() is null, Cancellation);
        Assert.Equal(0, (await last.StopAsync("TERM")).ExitCode);

        List<string> arrived = Ids(backend);
        HashSet<string> seen = [];
        Assert.Empty(backend.Violations);
        Assert.Equal(Rounds * Sessions * (Tools + 1), expected.Count);
        Assert.Empty(expected.Except(arrived));
        Assert.Empty(arrived.Except(expected));

        // A kill may fall between an answer and the note of it: the spans of that one request come again, with their ids. Nothing else does.
        int again = backend.Requests.Count - backend.Requests.Count(r => r.Spans.Any(s => seen.Add(Convert.ToHexStringLower(s.SpanId.Span))));
        Assert.InRange(again, 0, kills);
        foreach ((HashSet<string> spans, int requests) in noted)
        {
            Assert.DoesNotContain(backend.Requests.Skip(requests).SelectMany(r => r.Spans), s => spans.Contains(Convert.ToHexStringLower(s.SpanId.Span)));
        }

        output.WriteLine($"{expected.Count} closed spans, {arrived.Count} arrived, {arrived.Count - expected.Count} of them again, {kills} kills");
    }

    /// <summary>The spans of which the accounts say that they have arrived.</summary>
    private static HashSet<string> Noted(Sandbox sandbox) => [.. Directory.EnumerateFiles(sandbox.Sessions, "*.jsonl", SearchOption.AllDirectories)
        .Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == "delivery")
        .SelectMany(File.ReadAllLines)
        .Where(l => l.EndsWith('}'))
        .SelectMany(l => JsonElement.Parse(l).ItemsAt("arrived"))
        .Select(k => k.GetString()!)];

    private static List<string> Expected(Sandbox sandbox) => [.. Recording.All(sandbox, wholeFiles: false)
        .SelectMany(r => SpanTree.Of(r.Session))
        .Where(n => n.SettledAt is not null)
        .Select(n => n.SpanId.ToString("x16", null))];

    private static List<string> Ids(OtlpBackend backend) => [.. backend.Spans.Select((Span s) => Convert.ToHexStringLower(s.SpanId.Span))];

    private static async Task TurnAsync(Uri gateway, string session, string turn)
    {
        using HttpMessageInvoker client = new(new SocketsHttpHandler());
        await HookAsync(client, gateway, session, turn, "UserPromptSubmit", ""","prompt":"p" """);
        for (int i = 0; i < Tools; i++)
        {
            string tool = $$""","tool_name":"Bash","tool_use_id":"{{turn}}-{{i}}","tool_input":{"command":"ls"}""";
            await HookAsync(client, gateway, session, turn, "PreToolUse", tool);
            await HookAsync(client, gateway, session, turn, "PostToolUse", tool + ""","tool_response":"r" """);
        }

        await HookAsync(client, gateway, session, turn, "Stop", ""","last_assistant_message":"a" """);
    }

    private static async Task HookAsync(HttpMessageInvoker client, Uri gateway, string session, string turn, string name, string more)
    {
        string payload = $$"""{"session_id":"{{session}}","turn_id":"{{turn}}-{{session}}","hook_event_name":"{{name}}"{{more}}}""";
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(gateway, "/hooks/codex"))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(payload)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        using HttpResponseMessage response = await client.SendAsync(request, Cancellation);
        Assert.True(response.IsSuccessStatusCode);
    }
}
