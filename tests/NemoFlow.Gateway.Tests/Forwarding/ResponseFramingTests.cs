// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Forwarding;

/// <summary>Heads and frames that stand at the edge of the specification, or beyond it.</summary>
public sealed class ResponseFramingTests
{
    [Theory]
    [InlineData("HTTP/1.1 200\r\ncontent-length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 \r\ncontent-length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\ncontent-length: 2\n\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length:2\r\nx-folded: a\r\n  b\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nbroken line\r\n: nameless\r\ncontent-length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;name=\"v\"\r\n{}\r\n0\r\nx-trailer: 1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\ncontent-length: 99\r\n\r\n000001\n{\n1 \r\n}\r\n00\r\n\r\n")]
    public async Task Answer_ThatClientsUnderstand_Arrives(string answer)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Latin1(answer));

        WireMessage received = await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt));

        Assert.Equal((200, "{}", true), (received.Status, received.Text, received.IsWhole));
    }

    [Theory]
    [InlineData("HTTP/2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 abc OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\n{}")]
    public async Task Answer_ThatNobodyUnderstands_Is502OfOurs(string answer)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.AnsweringOnce(Wire.Latin1(answer)));

        WireMessage received = await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt));

        Assert.Equal((502, "upstream_unreachable"), (received.Status, received.Value("x-nemo-flow-error")));
    }

    [Theory]
    [InlineData("zz\r\n{}\r\n0\r\n\r\n")]
    [InlineData("ffffffffffffffff1\r\n{}\r\n")]
    [InlineData("2\r\n{}xx\r\n0\r\n\r\n")]
    [InlineData("2\r\n{}\r\n")]
    [InlineData("5\r\n{}")]
    [InlineData("2\r\n{}\r\n0\r\n")]
    public async Task Chunks_ThatAreBroken_NeverLookWhole(string chunks)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.AnsweringOnce(Wire.Latin1("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + chunks)));
        using RawClient client = await gateway.ConnectAsync();
        await client.SendAsync(Wire.Post(Responses.Path, Responses.Prompt));

        WireMessage head = await client.ReadHeadAsync();
        WireMessage received = await client.ReadBodyAsync(head);

        Assert.True(head.Status == 500 || !received.IsWhole, $"{head.Status}: {received.Text}");
        Assert.Equal(CallStatus.Interrupted, (await gateway.StopAndReadSessionAsync()).Call().Status);
    }

    [Fact]
    public async Task Head_CutAnywhere_ArrivesAsSent()
    {
        byte[] answer = Wire.Chunked(Wire.StreamHead("x-a: 1", "x-b: caf\u00e9"), [Wire.Utf8("data: \u4f60\u597d\n\n"), Wire.Utf8("data: [DONE]\n\n")]);
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            await connection.ReadAsync();
            foreach (byte[] piece in Wire.Cut(answer, 1))
            {
                await connection.SendAsync(piece);
            }

            await connection.ReadToCloseAsync();
        }));

        WireMessage received = await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt));

        Assert.Equal("data: \u4f60\u597d\n\ndata: [DONE]\n\n", received.Text);
        Assert.Equal(("1", "caf\u00e9"), (received.Value("x-a"), received.Value("x-b")));
    }
}
