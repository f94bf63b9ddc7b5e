// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Security;

public sealed class CallerCheckTests
{
    [Theory]
    [InlineData("Host: localhost")]
    [InlineData("Host: LOCALHOST:4040")]
    [InlineData("Host: 127.0.0.1")]
    [InlineData("Host: 127.0.0.1:4040")]
    [InlineData("Host: [::1]:4040")]
    [InlineData("Host: localhost:4040\r\nOrigin: http://localhost:4040")]
    [InlineData("Host: localhost\r\nSec-Fetch-Site: none")]
    [InlineData("Host: localhost\r\nSec-Fetch-Site: same-origin")]
    public async Task Caller_OnThisMachine_IsServed(string headers)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Json("{}"));

        Assert.Equal(200, (await gateway.CallAsync(Get("/v1/models", headers))).Status);
        Assert.Equal(200, (await gateway.CallAsync(Get("/healthz", headers))).Status);
    }

    [Theory]
    [InlineData("Host: evil.example")]
    [InlineData("Host: evil.example:4040")]
    [InlineData("Host: 127.0.0.1.evil.example")]
    [InlineData("Host: localhost.evil.example")]
    [InlineData("Host: 192.168.0.1")]
    [InlineData("Host: [2001:db8::1]")]
    [InlineData("Host: localhost\r\nOrigin: https://evil.example")]
    [InlineData("Host: localhost:4040\r\nOrigin: http://localhost:3000")]
    [InlineData("Host: localhost\r\nOrigin: null")]
    [InlineData("Host: localhost\r\nSec-Fetch-Site: cross-site")]
    [InlineData("Host: localhost\r\nSec-Fetch-Site: same-site")]
    public async Task Caller_FromAWebPage_IsTurnedAwayEverywhere(string headers)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Json("{}"));

        foreach (string path in (string[])["/v1/models", "/healthz", "/hooks/codex", "/anything"])
        {
            WireMessage answer = await gateway.CallAsync(Get(path, headers));
            Assert.Equal((403, "forbidden"), (answer.Status, answer.Value("x-nemo-flow-error")));
            Assert.False(answer.Has("access-control-allow-origin"));
        }

        Assert.Empty(gateway.Upstream.Requests);
    }

    private static byte[] Get(string path, string headers) => Wire.Latin1($"GET {path} HTTP/1.1\r\n{headers}\r\n\r\n");
}
