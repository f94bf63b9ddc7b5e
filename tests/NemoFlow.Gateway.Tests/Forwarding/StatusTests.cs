// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Forwarding;

public sealed class StatusTests
{
    private static readonly byte[] Question = Wire.Post(Responses.Path, Responses.Prompt);

    [Theory]
    [InlineData("200 OK")]
    [InlineData("201 Made Just Now")]
    [InlineData("299 Odd")]
    [InlineData("302 Found")]
    [InlineData("418 I'm a teapot")]
    [InlineData("429 Slow Down, Please")]
    [InlineData("500 Internal Server Error")]
    [InlineData("529 Overloaded")]
    [InlineData("599 Whatever")]
    public async Task Status_WithItsReason_ArrivesAsSent(string status)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Answer(status, "{}"u8.ToArray(), "location: /elsewhere"));

        WireMessage answer = await gateway.CallAsync(Question);

        Assert.Equal("HTTP/1.1 " + status, answer.StartLine);
        Assert.Equal("{}", answer.Text);
        Assert.Single(gateway.Upstream.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Status_ErrorOnAStreamingRequest_KeepsBodyAndHeaders(int status)
    {
        const string Body = """{ "error" : {"message":"Rate limit","type":"requests","param":null,"code":"rate_limit_exceeded"} }""";
        await using TestGateway gateway = await TestGateway.StartAsync(
            Wire.Answer($"{status} Error", Wire.Utf8(Body), "content-type: application/json", "retry-after: 7", "x-request-id: req_9"));

        WireMessage answer = await gateway.CallAsync(Question);

        Assert.Equal((status, Body), (answer.Status, answer.Text));
        Assert.Equal(("7", "req_9"), (answer.Value("retry-after"), answer.Value("x-request-id")));
        Assert.False(answer.Has("x-nemo-flow-error"));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();
        Assert.Equal((CallStatus.Failed, status), (call.Status, call.HttpStatus!.Value));
    }

    [Theory]
    [InlineData("204 No Content", null)]
    [InlineData("304 Not Modified", null)]
    [InlineData("304 Not Modified", "1234")]
    public async Task Status_WithoutBody_EndsWithItsHead(string status, string? length)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(
            Wire.AnswerHead(status, length is null ? ["etag: \"x\""] : ["etag: \"x\"", "content-length: " + length]));
        using RawClient client = await gateway.ConnectAsync();

        for (int i = 0; i < 2; i++)
        {
            await client.SendAsync(Wire.Get("/v1/models"));
            WireMessage answer = await client.ReadHeadAsync();
            Assert.Equal(("HTTP/1.1 " + status, "\"x\"", length), (answer.StartLine, answer.Value("etag"), answer.Value("content-length")));
            Assert.False(answer.Has("transfer-encoding"));
        }
    }

    [Fact]
    public async Task Head_DeclaredLength_IsKeptAndNoBodyFollows()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.AnswerHead("200 OK", "content-length: 321", "x-a: 1"));
        using RawClient client = await gateway.ConnectAsync();

        for (int i = 0; i < 2; i++)
        {
            await client.SendAsync(Wire.Bare("HEAD", "/v1/models"));
            WireMessage answer = await client.ReadHeadAsync();
            Assert.Equal((200, "321", "1"), (answer.Status, answer.Value("content-length"), answer.Value("x-a")));
        }
    }

    [Fact]
    public async Task Post_WithoutAnyBody_ReachesTheProvider()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Json("{}"));

        WireMessage answer = await gateway.CallAsync(Wire.PostHead("/v1/responses/r1/cancel"));

        Assert.Equal(200, answer.Status);
        Assert.Empty(gateway.Upstream.Request.Body);
    }
}
