// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Text;
using NemoFlow.Storage.Spool;

namespace NemoFlow.Hook.Tests;

public sealed class HookFailureTests : IDisposable
{
    private readonly HookFixture _hook = new();

    public void Dispose() => _hook.Dispose();

    [Theory]
    [InlineData("codex", "{}")]
    [InlineData("hermes", "{}")]
    [InlineData("claude-code", "")]
    [InlineData("cursor", "{\"continue\":true}")]
    public void Run_NothingListens_RepliesNeutrallyAndKeepsTheEvent(string agent, string reply)
    {
        _hook.SetInput("{\"prompt\":\"hello\"}\n");
        _hook.Environment["NEMO_FLOW_GATEWAY_TOKEN"] = "the-secret";
        _hook.Environment["NEMO_FLOW_RUN"] = "run-1";

        int exit = _hook.Run(agent, "--gateway-url", HookFixture.DeadUrl(), "--session-metadata", "{\"path\":\"a\\\\b é\"}");

        Assert.Equal(0, exit);
        Assert.Equal(reply, _hook.Output);
        Assert.Matches(@"^nemo-flow-hook: hook forward failed: no gateway at 127\.0\.0\.1:\d+ \(connection refused\); event kept for later\n$", _hook.Error);
        SpooledHook spooled = Assert.Single(_hook.Spooled);
        Assert.Equal("{\"prompt\":\"hello\"}\n", Encoding.UTF8.GetString(spooled.Payload.Span));
        Assert.Equal(agent, spooled.Envelope.Agent);
        Assert.Equal(1700000000123, spooled.Envelope.TimeMs);
        Assert.Equal(
            ["x-nemo-flow-delivery", "x-nemo-flow-run", "x-nemo-flow-session-metadata", "x-nemo-flow-time"],
            spooled.Envelope.Headers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("{\"path\":\"a\\\\b é\"}", spooled.Envelope.Headers["x-nemo-flow-session-metadata"]);
        Assert.Equal(spooled.Envelope.DeliveryId, spooled.Envelope.Headers["x-nemo-flow-delivery"]);
        Assert.Equal($"1700000000123-{spooled.Envelope.DeliveryId}.hook", Path.GetFileName(spooled.Path));
        Assert.DoesNotContain("the-secret", File.ReadAllText(spooled.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NothingListensFailClosed_ExitsOneAndKeepsNothing()
    {
        int exit = _hook.Run("codex", "--gateway-url", HookFixture.DeadUrl(), "--fail-closed");

        Assert.Equal(1, exit);
        Assert.Empty(_hook.Output);
        Assert.Contains("hook forward failed: ", _hook.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_hook.SpoolFolder));
    }

    [Fact]
    public void Run_NoSpool_FailsOpenAndKeepsNothing()
    {
        int exit = _hook.Run("codex", "--gateway-url", HookFixture.DeadUrl(), "--no-spool");

        Assert.Equal(0, exit);
        Assert.Equal("{}", _hook.Output);
        Assert.False(Directory.Exists(_hook.SpoolFolder));
    }

    [Fact]
    public void Run_NoUrl_SaysWhatIsMissingAndKeepsTheEvent()
    {
        _hook.SetInput("");

        int exit = _hook.Run("codex");

        Assert.Equal(0, exit);
        Assert.Equal("{}", _hook.Output);
        Assert.Contains("missing gateway URL", _hook.Error, StringComparison.Ordinal);
        Assert.Contains("NEMO_FLOW_GATEWAY_URL", _hook.Error, StringComparison.Ordinal);
        Assert.Equal("{}", Encoding.UTF8.GetString(Assert.Single(_hook.Spooled).Payload.Span));
    }

    [Fact]
    public void Run_NoUrlFailClosed_ExitsOne()
    {
        Assert.Equal(1, _hook.Run("codex", "--fail-closed"));
        Assert.Empty(_hook.Output);
        Assert.Contains("missing gateway URL", _hook.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoReplyInTime_KeepsTheEventUnderTheIdThatWasSent()
    {
        TaskCompletionSource<byte[]> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using LoopbackServer server = LoopbackServer.Silent(received);
        _hook.Limit = TimeSpan.FromMilliseconds(300);

        int exit = _hook.Run("cursor", "--gateway-url", server.Url);

        Assert.Equal(0, exit);
        Assert.Equal("{\"continue\":true}", _hook.Output);
        Assert.Contains("no reply within 0.3 s", _hook.Error, StringComparison.Ordinal);
        string request = Encoding.UTF8.GetString(await received.Task);
        Assert.Contains($"x-nemo-flow-delivery: {Assert.Single(_hook.Spooled).Envelope.DeliveryId}\r\n", request, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_GatewayNeverReads_StopsAtTheLimit()
    {
        using LoopbackServer server = new(async (_, stop) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            return [];
        });
        _hook.Limit = TimeSpan.FromMilliseconds(300);
        _hook.Input = new MemoryStream(new byte[32 * 1024 * 1024]);

        int exit = _hook.Run("codex", "--gateway-url", server.Url, "--no-spool");

        Assert.Equal(0, exit);
        Assert.Contains("sending to the gateway failed (timed out)", _hook.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_GatewayAcceptsNoMore_StopsAtTheLimit()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems refuse a connection that finds the queue full.");
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start(backlog: 1);
        IPEndPoint endPoint = (IPEndPoint)listener.LocalEndpoint;
        using TcpClient first = new();
        using TcpClient second = new();
        await first.ConnectAsync(endPoint, TestContext.Current.CancellationToken);
        await second.ConnectAsync(endPoint, TestContext.Current.CancellationToken);
        _hook.Limit = TimeSpan.FromMilliseconds(300);

        int exit = _hook.Run("codex", "--gateway-url", $"http://{endPoint}");

        Assert.Equal(0, exit);
        Assert.Contains("(timed out); event kept for later", _hook.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_GatewayAnswersBeforeItHasReadAll_ReportsTheAnswer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems discard what was received when a connection is reset.");
        using LoopbackServer server = new(async (stream, stop) =>
        {
            await stream.ReadExactlyAsync(new byte[4], stop);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(LoopbackServer.Response("413 Content Too Large", "")), stop);
            return [];
        });
        _hook.Input = new MemoryStream(new byte[32 * 1024 * 1024]);

        int exit = _hook.Run("codex", "--gateway-url", server.Url);

        Assert.Equal(0, exit);
        Assert.Equal("nemo-flow-hook: hook forward failed: HTTP 413\n", _hook.Error);
    }

    [Fact]
    public void Run_GatewayClosesWithoutReply_KeepsTheEvent()
    {
        using LoopbackServer server = LoopbackServer.Replying("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{");

        Assert.Equal(0, _hook.Run("codex", "--gateway-url", server.Url));
        Assert.Equal("{}", _hook.Output);
        Assert.Single(_hook.Spooled);
    }

    [Theory]
    [InlineData("https://127.0.0.1:4040")]
    [InlineData("http://example.com:4040")]
    [InlineData("http://127.0.0.1.example.com:4040")]
    [InlineData("http://user:pw@127.0.0.1:4040")]
    [InlineData("http://127.0.0.1:4040/a b")]
    public void Run_UrlThatIsRefused_FailsOpenAndKeepsTheEvent(string url)
    {
        int exit = _hook.Run("codex", "--gateway-url", url);

        Assert.Equal(0, exit);
        Assert.Equal("{}", _hook.Output);
        Assert.Contains("gateway URL", _hook.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("pw", _hook.Error, StringComparison.Ordinal);
        Assert.Single(_hook.Spooled);
    }

    [Fact]
    public void Run_UnwritableState_SaysThatTheEventIsLostAndFailsOpen()
    {
        File.WriteAllText(Path.Combine(_hook.Home, "state"), "a file where the folder should be");

        int exit = _hook.Run("codex");

        Assert.Equal(0, exit);
        Assert.Equal("{}", _hook.Output);
        Assert.Contains("event lost: ", _hook.Error, StringComparison.Ordinal);
        Assert.Single(_hook.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Run_EndlessInput_FailsOpen()
    {
        _hook.Input = new OddStream(buffer => buffer.Length);

        Assert.Equal(0, _hook.Run("codex"));
        Assert.Equal("{}", _hook.Output);
        Assert.Contains("payload larger than 64 MiB", _hook.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "cannot read standard input")]
    [InlineData(false, "unexpected InvalidOperationException")]
    public void Run_InputFails_FailsOpen(bool asInputOutput, string reason)
    {
        _hook.Input = new OddStream(_ => throw (asInputOutput ? new IOException() : new InvalidOperationException()));

        Assert.Equal(0, _hook.Run("codex"));
        Assert.Equal("{}", _hook.Output);
        Assert.Contains(reason, _hook.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AgentClosedItsEnd_StillSucceeds()
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("200 OK", "{}"));
        using OddStream output = new(_ => throw new IOException());

        Assert.Equal(0, HookForward.Run(["codex", "--gateway-url", server.Url], _hook.Host(output)));
    }

    /// <summary>Does the same with each read and write.</summary>
    private sealed class OddStream(Func<byte[], int> act) : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => Math.Min(count, act(buffer));

        public override void Write(ReadOnlySpan<byte> buffer) => act(buffer.ToArray());
    }
}
