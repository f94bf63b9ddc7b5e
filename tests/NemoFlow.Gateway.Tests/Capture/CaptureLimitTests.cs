// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Capture;

public sealed class CaptureLimitTests
{
    [Fact]
    public async Task Answer_LargerThanTheCopy_IsForwardedWholeAndMarked()
    {
        string[] events = [Responses.Created, Responses.MessageStarted, .. Enumerable.Range(0, 500).Select(n => Responses.Delta("w" + n + " ")), Responses.Completed];
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Stream(events), o => o with { MaxCaptureBytes = 4096 });

        WireMessage answer = await gateway.CallAsync(Wire.Post(Responses.Path, Responses.Prompt));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal(string.Concat(events), answer.Text);
        Assert.Contains("capture_overflow", call.Flags);
        Assert.StartsWith("w0 w1 w2 ", call.Response!.Text, StringComparison.Ordinal);
        Assert.Equal("hello", call.Request!.FreshUserText);
    }

    [Fact]
    public async Task Request_LargerThanTheCopy_IsForwardedWholeAndMarked()
    {
        byte[] body = Wire.Utf8(Responses.Prompt + new string(' ', 100_000));
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Stream(Responses.Saying("ok")), o => o with { MaxCaptureBytes = 4096 });

        await gateway.CallAsync(Wire.Post(Responses.Path, body));
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();

        Assert.Equal(WireMessage.Hash(body), gateway.Upstream.Request.BodyHash);
        Assert.Equal(["capture_overflow"], call.Flags);
        Assert.Equal((CallStatus.Completed, "ok"), (call.Status, call.Response!.Text));
    }

    [Theory]
    [InlineData(4095)]
    [InlineData(4096)]
    public async Task Request_AsLargeAsTheCopy_IsNotMarked(int size)
    {
        byte[] body = Wire.Utf8(Responses.Prompt.PadRight(size));
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Stream(Responses.Saying("ok")), o => o with { MaxCaptureBytes = 4096 });

        await gateway.CallAsync(Wire.Post(Responses.Path, body));

        Assert.Empty((await gateway.StopAndReadSessionAsync()).Call().Flags);
    }
}
