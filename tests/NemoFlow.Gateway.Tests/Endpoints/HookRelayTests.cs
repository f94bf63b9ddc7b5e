// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using NemoFlow.Gateway.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.Gateway.Tests.Endpoints;

/// <summary>Hooks that an agent posts to one gateway and that are meant for another.</summary>
public sealed class HookRelayTests
{
    private const string Payload = """{"session_id":"c1","hook_event_name":"PreToolUse","tool_name":"Bash","tool_use_id":"t","tool_input":{"command":"gr\u00fc\u00dfe é"},"big":12345678901234567890}""";

    private const string Reply = """{"continue":true}""";

    [Theory]
    [InlineData("127.0.0.1", "")]
    [InlineData("localhost", "/")]
    [InlineData("127.0.0.1", " ")]
    public async Task Hook_AnotherGatewayIsNamed_IsRecordedThereOnceAndNotHere(string host, string end)
    {
        await using TestGateway here = await TestGateway.StartAsync(upstream: null);
        await using TestGateway there = await TestGateway.StartAsync(upstream: null);

        WireMessage answer = await here.CallAsync(Post($"http://{host}:{there.Port}{end}", "x-nemo-flow-session-metadata: {\"team\":\"a\"}", "x-nemo-flow-installed: 1"));

        Assert.Equal((200, Reply, "application/json"), (answer.Status, answer.Text, answer.Value("content-type")));
        Assert.Empty(here.ReadEvents());
        SessionEvent e = Assert.Single(there.ReadEvents());
        Assert.Equal(Payload, e.Data.At("payload")!.Value.GetRawText());
        Assert.Equal("x-nemo-flow-session-metadata", Assert.Single(e.Data.At("headers")!.Value.EnumerateObject()).Name);
        Assert.Equal((1, 0), await CountersAsync(here));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Hook_ThisGatewayIsNamed_IsRecordedHere(string host)
    {
        await using TestGateway here = await TestGateway.StartAsync(upstream: null);

        WireMessage answer = await here.CallAsync(Post($"http://{host}:{here.Port}"));

        Assert.Equal((200, Reply), (answer.Status, answer.Text));
        Assert.Equal(Payload, Assert.Single(here.ReadEvents()).Data.At("payload")!.Value.GetRawText());
        Assert.Equal((0, 0), await CountersAsync(here));
    }

    [Fact]
    public async Task Hook_ThisGatewayIsNamedByAnAddressThatLeadsToIt_IsRecordedOnce()
    {
        // Not the address it listens on, as far as it can tell.
        await using TestGateway here = await TestGateway.StartAsync(upstream: null);
        await using RawUpstream door = RawUpstream.Start(async connection =>
        {
            WireMessage request = (await connection.ReadAsync())!;
            WireMessage answer = await here.CallAsync(Wire.Post("/hooks/claude-code", request.Body, [.. request.Headers.Where(h => h.Key.StartsWith("x-", StringComparison.OrdinalIgnoreCase)).Select(h => $"{h.Key}: {h.Value}")]));
            await connection.SendAsync(Wire.Ok(answer.Text));
        });

        WireMessage answer = await here.CallAsync(Post(door.Url));

        Assert.Equal((200, Reply), (answer.Status, answer.Text));
        Assert.Equal(Payload, Assert.Single(here.ReadEvents()).Data.At("payload")!.Value.GetRawText());
    }

    [Theory]
    [InlineData("http://192.0.2.1:4040")]
    [InlineData("http://example.com:4040")]
    [InlineData("https://127.0.0.1:4040")]
    [InlineData("http://user:secret@127.0.0.1:4040")]
    [InlineData("http://127.0.0.1:4040?to=1")]
    [InlineData("4040")]
    [InlineData("$NEMO_FLOW_GATEWAY_URL")]
    public async Task Hook_NoGatewayOfThisMachineIsNamed_IsRecordedHereAndSaid(string named)
    {
        await using TestGateway here = await TestGateway.StartAsync(upstream: null);

        WireMessage answer = await here.CallAsync(Post(named));

        Assert.Equal((200, Reply), (answer.Status, answer.Text));
        SessionEvent e = Assert.Single(here.ReadEvents());
        Assert.Equal(["payload"], e.Data.EnumerateObject().Select(p => p.Name));
        Assert.Equal((0, 1), await CountersAsync(here));
        Assert.DoesNotContain("secret", await ProblemAsync(here), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hook_NobodyListensThere_IsRecordedHere()
    {
        await using TestGateway here = await TestGateway.StartAsync(upstream: null);
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        string dead = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        listener.Stop();

        WireMessage answer = await here.CallAsync(Post(dead));

        Assert.Equal((200, Reply), (answer.Status, answer.Text));
        Assert.Single(here.ReadEvents());
        Assert.Contains("cannot be reached", await ProblemAsync(here), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno")]
    [InlineData("HTTP/1.1 302 Found\r\nlocation: http://example.com/\r\ncontent-length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nbroken")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    public async Task Hook_WhoIsThereDoesNotTakeIt_IsRecordedHere(string answer)
    {
        await using TestGateway here = await TestGateway.StartAsync(upstream: null);
        await using RawUpstream there = RawUpstream.Answering(Wire.Utf8(answer));

        WireMessage reply = await here.CallAsync(Post(there.Url));

        Assert.Equal((200, Reply), (reply.Status, reply.Text));
        Assert.Single(here.ReadEvents());
        Assert.Equal((0, 1), await CountersAsync(here));
    }

    [Fact]
    public async Task Hook_VerdictOfThePolicyThere_IsTheAnswer()
    {
        const string Verdict = """{"error":{"type":"guardrail_rejected","message":"no"}}""";
        await using TestGateway here = await TestGateway.StartAsync(upstream: null);
        await using RawUpstream there = RawUpstream.Answering(Wire.Utf8($"HTTP/1.1 403 Forbidden\r\ncontent-type: application/json\r\ncontent-length: {Verdict.Length}\r\n\r\n{Verdict}"));

        WireMessage reply = await here.CallAsync(Post(there.Url));

        Assert.Equal((403, Verdict), (reply.Status, reply.Text));
        Assert.Empty(here.ReadEvents());
    }

    [Fact]
    public async Task Hook_PassedOn_CarriesNoTokenAndNoAddress()
    {
        await using TestGateway here = await TestGateway.StartAsync(upstream: null);
        await using RawUpstream there = RawUpstream.Answering(Wire.Utf8("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"));

        await here.CallAsync(Post(there.Url, "x-nemo-flow-token: secret", "authorization: Bearer secret", "x-claude-code-session-id: c2"));

        WireMessage sent = Assert.Single(there.Requests);
        Assert.Equal(Payload, sent.Text);
        Assert.Equal("c2", sent.Value("x-claude-code-session-id"));
        Assert.NotNull(sent.Value("x-nemo-flow-delivery"));
        Assert.Null(sent.Value("x-nemo-flow-gateway-url"));
        Assert.Null(sent.Value("x-nemo-flow-token"));
        Assert.Null(sent.Value("authorization"));
    }

    [Theory]
    [InlineData("claude-code", 0)]
    [InlineData("codex", 1)]
    [InlineData("", 0)]
    public async Task Hook_InsideARun_IsPassedOnWhereTheRunObservesAnotherAgent(string observed, int passed)
    {
        await using TestGateway here = await TestGateway.StartAsync(upstream: null);
        await using RawUpstream there = RawUpstream.Answering(Wire.Utf8("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"));

        WireMessage reply = await here.CallAsync(Post(there.Url, "x-nemo-flow-run: r", "x-nemo-flow-run-agent: " + observed, "x-nemo-flow-installed: 1"));

        Assert.Equal((200, ""), (reply.Status, reply.Text));
        Assert.Equal(passed, there.Requests.Count);
        Assert.Empty(here.ReadEvents());
    }

    private static byte[] Post(string named, params string[] headers) =>
        Wire.Post("/hooks/claude-code", Payload, ["content-type: application/json", "x-nemo-flow-gateway-url: " + named, .. headers]);

    private static async Task<(long PassedOn, long NotPassedOn)> CountersAsync(TestGateway gateway)
    {
        JsonElement health = await HealthAsync(gateway);
        return (health.LongAt("hooks_passed_on")!.Value, health.LongAt("hooks_not_passed_on")!.Value);
    }

    private static async Task<string> ProblemAsync(TestGateway gateway) => (await HealthAsync(gateway)).TextAt("last_problem")!;

    private static async Task<JsonElement> HealthAsync(TestGateway gateway) =>
        JsonElement.Parse((await gateway.CallAsync(Wire.Get("/healthz", "x-nemo-flow-token: " + gateway.Server.Options.Token))).Text);
}
