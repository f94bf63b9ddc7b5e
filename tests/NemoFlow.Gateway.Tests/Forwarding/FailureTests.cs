// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using NemoFlow.Gateway.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.Gateway.Tests.Forwarding;

public sealed class FailureTests
{
    [Theory]
    [InlineData(Responses.Path)]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/messages")]
    public async Task Provider_Unreachable_Is502OfOurs(string path)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);

        WireMessage answer = await gateway.CallAsync(Wire.Post(path, """{"model":"gpt-test"}"""));

        Assert.Equal(502, answer.Status);
        AssertOurs(answer, "upstream_unreachable");
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();
        Assert.Equal(CallStatus.Failed, call.Status);
        Assert.NotNull(call.EndedAt);
    }

    [Fact]
    public async Task Provider_ClosesWithoutAnAnswer_Is502OfOurs()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.AnsweringOnce([]));

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt));

        Assert.Equal(502, answer.Status);
        AssertOurs(answer, "upstream_unreachable");
    }

    [Fact]
    public async Task Provider_SpeaksNoHttp_Is502OfOurs()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.AnsweringOnce("SSH-2.0-OpenSSH\r\n\r\n"u8.ToArray()));

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt));

        Assert.Equal(502, answer.Status);
        AssertOurs(answer, "upstream_unreachable");
    }

    [Fact]
    public async Task Provider_TakesConnectionsButNeverAnswers_ConnectTimeoutDoesNotEndTheCall()
    {
        TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestGateway gateway = await TestGateway.StartAsync(
            RawUpstream.Start(async connection =>
            {
                await connection.ReadAsync();
                await goOn.Task.WaitAsync(connection.Ended);
                await connection.SendAsync(Wire.Json("{}"));
            }),
            o => o with { ConnectTimeout = TimeSpan.FromMilliseconds(100) });
        using RawClient client = await gateway.ConnectAsync();
        await client.SendAsync(Wire.Post(Responses.Path, Responses.Prompt));

        Task<WireMessage> answer = client.ReadAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => answer.WaitAsync(TimeSpan.FromMilliseconds(400), TestContext.Current.CancellationToken));
        goOn.SetResult();

        Assert.Equal(200, (await answer).Status);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(8 << 20)]
    public async Task Body_DeclaredOverTheLimit_Is413AndTheProviderIsNotCalled(int size)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Json("{}"), o => o with { MaxRequestBytes = 32 });

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, Wire.Noise(size)));

        Assert.Equal(413, answer.Status);
        AssertOurs(answer, "body_too_large");
        Assert.Equal(0, gateway.Upstream.Connections);
    }

    [Theory]
    [InlineData(33)]
    [InlineData(4 << 20)]
    public async Task Body_ChunkedOverTheLimit_Is413AndTheProviderNeverGetsAWholeRequest(int size)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Json("{}"), o => o with { MaxRequestBytes = 32 });

        WireMessage answer = await gateway.CallAsync(
            Wire.Chunked(Wire.PostHead(Responses.Path, "Transfer-Encoding: chunked"), Wire.Cut(Wire.Noise(size), 65536)));

        Assert.Equal(413, answer.Status);
        AssertOurs(answer, "body_too_large");
        Assert.DoesNotContain(gateway.Upstream.Requests, r => r.IsWhole);
    }

    [Fact]
    public async Task Body_ExactlyTheLimit_IsForwarded()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Json("{}"), o => o with { MaxRequestBytes = 32 });

        Assert.Equal(200, (await gateway.CallAsync(Wire.Post(Responses.Path, Wire.Noise(32)))).Status);
        Assert.Equal(200, (await gateway.CallAsync(Wire.Chunked(Wire.PostHead(Responses.Path, "Transfer-Encoding: chunked"), Wire.Cut(Wire.Noise(32), 16)))).Status);
    }

    [Fact]
    public async Task Body_BrokenChunks_Is400AndNotTheProvidersFault()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Json("{}"));

        WireMessage answer = await gateway.CallAsync([.. Wire.PostHead(Responses.Path, "Transfer-Encoding: chunked"), .. "zz\r\nhello"u8]);

        Assert.Equal(400, answer.Status);
        AssertOurs(answer, "bad_body");
        Assert.DoesNotContain(gateway.Upstream.Requests, r => r.IsWhole);
    }

    [Fact]
    public async Task Provider_RefusesBeforeItReadTheBody_ItsAnswerReachesTheClient()
    {
        byte[] refusal = Wire.Answer("401 Unauthorized", """{"error":"key"}"""u8.ToArray());
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            WireMessage head = (await connection.ReadHeadAsync())!;
            await connection.SendAsync(refusal);
            await connection.Reader.ReadBodyAsync(head, untilClose: false, connection.Ended);
        }));

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, Wire.Noise(8 << 20)));

        Assert.Equal((401, """{"error":"key"}"""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Call_AfterAFailure_IsServed()
    {
        using Socket taken = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        RawUpstream upstream = RawUpstream.Answering(Wire.Json("{}"));
        await using TestGateway gateway = await TestGateway.StartAsync(upstream, o => o with { AnthropicBaseUrl = new Uri("http://" + taken.LocalEndPoint) });
        using RawClient client = await gateway.ConnectAsync();

        WireMessage failed = await client.SendAndReadAsync(Wire.Post("/v1/messages", "{}"));
        WireMessage served = await client.SendAndReadAsync(Wire.Post(Responses.Path, "{}"));

        Assert.Equal([502, 200], [failed.Status, served.Status]);
    }

    private static void AssertOurs(WireMessage answer, string code)
    {
        Assert.Equal(code, answer.Value("x-nemo-flow-error"));
        Assert.Equal("application/json", answer.Value("content-type"));
        JsonElement json = JsonElement.Parse(answer.Text);
        Assert.Equal("nemo_flow_gateway_error", json.TextAt("error.type"));
        Assert.NotNull(json.TextAt("error.message"));
    }
}
