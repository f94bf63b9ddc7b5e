// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NemoFlow.Hook.Tests;

public sealed class HookRequestTests : IDisposable
{
    private readonly HookFixture _hook = new();

    public void Dispose() => _hook.Dispose();

    [Fact]
    public async Task Run_OnlyAgentAndUrl_SendsExactlyThisRequest()
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("200 OK", "{}"));
        _hook.SetInput("{ \"raw\" : \"as it is é\" }\n");

        int exit = _hook.Run("codex", "--gateway-url", server.Url);

        string request = Encoding.UTF8.GetString(await server.Request);
        string delivery = HeaderOf(request, "x-nemo-flow-delivery");
        Assert.Equal(0, exit);
        Assert.Equal(
            $"POST /hooks/codex HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nContent-Type: application/json\r\nContent-Length: 26\r\n"
            + $"Connection: close\r\nx-nemo-flow-delivery: {delivery}\r\nx-nemo-flow-time: 1700000000123\r\n\r\n"
            + "{ \"raw\" : \"as it is é\" }\n",
            request);
        Assert.Equal(7, Guid.Parse(delivery).Version);
    }

    [Fact]
    public async Task Run_PayloadAsLastArgument_IsSentAndStandardInputIsNotRead()
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("200 OK", "{}"));
        _hook.SetInput("not this");
        _hook.Environment["NEMO_FLOW_GATEWAY_URL"] = server.Url;

        int exit = _hook.Run("codex", "--installed", "--notify", "{\"type\":\"agent-turn-complete\",\"thread-id\":\"é\"}");

        Assert.Equal(0, exit);
        Assert.EndsWith("\r\n\r\n{\"type\":\"agent-turn-complete\",\"thread-id\":\"é\"}", Encoding.UTF8.GetString(await server.Request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AllOptionsAndVariables_BecomeHeaders()
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("200 OK", "{}"));
        _hook.Environment["NEMO_FLOW_GATEWAY_URL"] = server.Url + "/base/";
        _hook.Environment["NEMO_FLOW_GATEWAY_TOKEN"] = "secret";
        _hook.Environment["NEMO_FLOW_RUN"] = "run-1";

        int exit = _hook.Run(
            "--profile", "work", "claude-code", "--session-metadata={\"team\":\"é\"}", "--plugin-config", "[1]",
            "--gateway-mode", "required", "--atif-dir", "out dir", "--openinference-endpoint", "http://127.0.0.1:6006/v1/traces");

        string request = Encoding.UTF8.GetString(await server.Request);
        Assert.Equal(0, exit);
        Assert.StartsWith("POST /base/hooks/claude-code HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Equal("work", HeaderOf(request, "x-nemo-flow-config-profile"));
        Assert.Equal("{\"team\":\"é\"}", HeaderOf(request, "x-nemo-flow-session-metadata"));
        Assert.Equal("[1]", HeaderOf(request, "x-nemo-flow-plugin-config"));
        Assert.Equal("required", HeaderOf(request, "x-nemo-flow-gateway-mode"));
        Assert.Equal("out dir", HeaderOf(request, "x-nemo-flow-atif-dir"));
        Assert.Equal("http://127.0.0.1:6006/v1/traces", HeaderOf(request, "x-nemo-flow-openinference-endpoint"));
        Assert.Equal("run-1", HeaderOf(request, "x-nemo-flow-run"));
        Assert.Equal("secret", HeaderOf(request, "x-nemo-flow-token"));
    }

    [Fact]
    public async Task Run_OptionTwice_LastOneIsSentOnce()
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("200 OK", "{}"));

        _hook.Run("codex", "--gateway-url", server.Url, "--profile", "first", "--profile", "second");

        string request = Encoding.UTF8.GetString(await server.Request);
        Assert.Equal("second", HeaderOf(request, "x-nemo-flow-config-profile"));
        Assert.DoesNotContain("first", request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t\n")]
    public async Task Run_BlankInput_SendsAnEmptyObject(string input)
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("200 OK", "{}"));
        _hook.SetInput(input);

        _hook.Run("codex", "--gateway-url", server.Url);

        Assert.EndsWith("Content-Length: 2\r\n", Before(Encoding.UTF8.GetString(await server.Request), "Connection"), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n{}", Encoding.UTF8.GetString(await server.Request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FiveMegabytes_ArriveWhole()
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("200 OK", "{}"));
        byte[] payload = new byte[5 * 1024 * 1024];
        new Random(1).NextBytes(payload);
        _hook.Input = new MemoryStream(payload);

        int exit = _hook.Run("codex", "--gateway-url", server.Url);

        byte[] request = await server.Request;
        Assert.Equal(0, exit);
        Assert.True(request.AsSpan(request.Length - payload.Length).SequenceEqual(payload));
    }

    [Fact]
    public async Task Run_Localhost_ReachesIpv4AndKeepsTheHostHeader()
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("200 OK", "{}"));

        int exit = _hook.Run("codex", "--gateway-url", $"HTTP://LocalHost:{server.Port}");

        Assert.Equal(0, exit);
        Assert.Equal($"LocalHost:{server.Port}", HeaderOf(Encoding.UTF8.GetString(await server.Request), "Host"));
    }

    [Theory]
    [InlineData("[::1]")]
    [InlineData("localhost")]
    public async Task Run_GatewayOnIpv6Only_IsReached(string host)
    {
        Assert.SkipUnless(HasIpv6Loopback(), "This machine has no IPv6 loopback address.");
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("200 OK", "{}"), IPAddress.IPv6Loopback);

        int exit = _hook.Run("codex", "--gateway-url", $"http://{host}:{server.Port}");

        Assert.Equal(0, exit);
        Assert.Empty(_hook.Error);
        Assert.NotEmpty(await server.Request);
    }

    private static string HeaderOf(string request, string name)
    {
        string[] values = [.. request[..request.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n")
            .Where(line => line.StartsWith(name + ": ", StringComparison.Ordinal)).Select(line => line[(name.Length + 2)..])];
        return Assert.Single(values);
    }

    private static string Before(string text, string mark) => text[..text.IndexOf(mark, StringComparison.Ordinal)];

    private static bool HasIpv6Loopback()
    {
        try
        {
            using TcpListener listener = new(IPAddress.IPv6Loopback, 0);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
