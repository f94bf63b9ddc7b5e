// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Hook.Tests;

public sealed class HookReplyTests : IDisposable
{
    private readonly HookFixture _hook = new();

    public void Dispose() => _hook.Dispose();

    public static TheoryData<string, string> Replies => new()
    {
        { "HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{\"continue\":true}", "{\"continue\":true}" },
        { "HTTP/1.1 200 OK\r\ncontent-length:  4 \r\nX: y\r\n\r\n{}\n ", "{}\n " },
        { "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}", "{}" },
        { "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\nA;x=y\r\n\":\"234567\"\r\n1\r\n}\r\n0\r\n\r\n", "{\"a\":\"234567\"}" },
        { "HTTP/1.1 200 OK\r\nTRANSFER-ENCODING: Chunked\r\nContent-Length: 99\r\n\r\n2\r\n{}\r\n0\r\nTrailer: x\r\n\r\n", "{}" },
        { "HTTP/1.0 200 OK\r\n\r\nuntil the end", "until the end" },
        { "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "{}" },
        { "HTTP/1.1 204 No Content\r\n\r\n", "" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "" },
    };

    [Theory]
    [MemberData(nameof(Replies))]
    public void Run_Success_PrintsTheBodyVerbatim(string response, string body)
    {
        using LoopbackServer server = LoopbackServer.Replying(response);

        int exit = _hook.Run("claude-code", "--gateway-url", server.Url, "--fail-closed");

        Assert.Equal(0, exit);
        Assert.Equal(body, _hook.Output);
        Assert.Empty(_hook.Error);
        Assert.Empty(_hook.Spooled);
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void TryRead_AnyPrefix_NeedsMoreOrGivesTheSameReply(string response, string body)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(response);
        for (int length = 0; length < bytes.Length; length++)
        {
            HttpReply? early = HttpReplyReader.TryRead(bytes.AsSpan(0, length), ended: false);
            Assert.True(early is null || Encoding.Latin1.GetString(early.Body) == body, $"after {length} bytes");
        }

        Assert.Equal(body, Encoding.Latin1.GetString(HttpReplyReader.TryRead(bytes, ended: true)!.Body));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/2 200\r\n\r\n")]
    [InlineData("HTTP/1.1 2x0 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}}}0\r\n\r\n")]
    public void Run_NotHttp_KeepsTheEvent(string response)
    {
        using LoopbackServer server = LoopbackServer.Replying(response);

        int exit = _hook.Run("codex", "--gateway-url", server.Url);

        Assert.Equal(0, exit);
        Assert.Equal("{}", _hook.Output);
        Assert.Contains("does not answer in HTTP/1.1", _hook.Error, StringComparison.Ordinal);
        Assert.Single(_hook.Spooled);
    }

    [Theory]
    [InlineData("503 Service Unavailable", "HTTP 503; event kept for later")]
    [InlineData("500 Internal Server Error", "HTTP 500")]
    [InlineData("400 Bad Request", "HTTP 400")]
    [InlineData("404 Not Found", "HTTP 404; event kept for later")]
    [InlineData("403 Forbidden", "HTTP 403; event kept for later")]
    [InlineData("302 Found", "HTTP 302; event kept for later")]
    public void Run_ErrorStatus_FailsOpenWithANeutralReply(string status, string reason)
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response(status, "unavailable"));

        int exit = _hook.Run("cursor", "--gateway-url", server.Url);

        Assert.Equal(0, exit);
        Assert.Equal("{\"continue\":true}", _hook.Output);
        Assert.Equal($"nemo-flow-hook: hook forward failed: {reason}\n", _hook.Error);
        Assert.Equal(reason.Contains("kept", StringComparison.Ordinal) ? 1 : 0, _hook.Spooled.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_ErrorStatusFailClosed_ExitsOneWithoutAReply(bool byOption)
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("503 Service Unavailable", "unavailable"));
        _hook.Environment["NEMO_FLOW_FAIL_CLOSED"] = byOption ? null : "1";

        int exit = _hook.Run(["cursor", "--gateway-url", server.Url, .. byOption ? (string[])["--fail-closed"] : []]);

        Assert.Equal(1, exit);
        Assert.Empty(_hook.Output);
        Assert.Contains("HTTP 503", _hook.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FailOpenOption_OverridesTheVariable()
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("503 Service Unavailable", "unavailable"));
        _hook.Environment["NEMO_FLOW_FAIL_CLOSED"] = "1";

        Assert.Equal(0, _hook.Run("cursor", "--gateway-url", server.Url, "--fail-open"));
    }

    [Theory]
    [InlineData("--fail-open")]
    [InlineData("--fail-closed")]
    public void Run_GuardrailRejection_ExitsTwoWithTheMessage(string option)
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response(
            "403 Forbidden",
            """{"x":{"error":{"type":"other"}},"error":{"code":[{"type":"no"}],"type":"nemo_flow_guardrail_rejected","message":"not\nhere"}}"""));

        int exit = _hook.Run("codex", "--gateway-url", server.Url, option);

        Assert.Equal(2, exit);
        Assert.Empty(_hook.Output);
        Assert.Equal("nemo-flow-hook: hook forward failed: HTTP 403, rejected by a policy: not here\n", _hook.Error);
        Assert.Empty(_hook.Spooled);
    }

    [Theory]
    [InlineData("403 Forbidden", """{"error":{"type":"forbidden","message":"guardrail_rejected"}}""")]
    [InlineData("403 Forbidden", """{"type":"guardrail_rejected","error":"guardrail_rejected"}""")]
    [InlineData("403 Forbidden", """{"error":{"type":"guardrail_rejected" """)]
    [InlineData("500 Internal Server Error", """{"error":{"type":"guardrail_rejected"}}""")]
    public void Run_OtherRejections_AreFailedDeliveries(string status, string body)
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response(status, body));

        Assert.Equal(0, _hook.Run("codex", "--gateway-url", server.Url));
        Assert.Equal("{}", _hook.Output);
    }

    [Fact]
    public void Run_ReplyWithoutEnd_StopsAtTheLimitOfSize()
    {
        using LoopbackServer server = new(async (stream, stop) =>
        {
            await LoopbackServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), stop);
            byte[] filler = new byte[64 * 1024];
            while (true)
            {
                await stream.WriteAsync(filler, stop);
            }
        });

        Assert.Equal(0, _hook.Run("codex", "--gateway-url", server.Url));
        Assert.Contains("reply is too large", _hook.Error, StringComparison.Ordinal);
        Assert.Equal("{}", _hook.Output);
    }
}
