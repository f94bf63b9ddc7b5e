// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hook.Tests;

public sealed class GatewayAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:4040", "127.0.0.1", 4040, "127.0.0.1:4040", "")]
    [InlineData("http://127.1.2.3", "127.1.2.3", 80, "127.1.2.3", "")]
    [InlineData("HTTP://LOCALHOST:1/", "127.0.0.1,::1", 1, "LOCALHOST:1", "")]
    [InlineData("http://[::1]:65535/a/b/", "::1", 65535, "[::1]:65535", "/a/b")]
    [InlineData("http://[::1]", "::1", 80, "[::1]", "")]
    public void Parse_Loopback_IsTakenApart(string url, string hosts, int port, string authority, string path)
    {
        GatewayAddress address = GatewayAddress.Parse(url);

        Assert.Equal(hosts, string.Join<System.Net.IPAddress>(',', address.Hosts));
        Assert.Equal(port, address.Port);
        Assert.Equal(authority, address.Authority);
        Assert.Equal(path, address.BasePath);
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:4040")]
    [InlineData("https://127.0.0.1")]
    [InlineData("http://")]
    [InlineData("http://:4040")]
    [InlineData("http://0.0.0.0:4040")]
    [InlineData("http://128.0.0.1")]
    [InlineData("http://192.168.1.2:4040")]
    [InlineData("http://127.0.0.1.evil.example")]
    [InlineData("http://127.evil.example")]
    [InlineData("http://localhost.evil.example")]
    [InlineData("http://[::2]")]
    [InlineData("http://[::1")]
    [InlineData("http://::1:80")]
    [InlineData("http://[::ffff:127.0.0.1]:80")]
    [InlineData("http://127.0.0.1@evil.example")]
    [InlineData("http://evil.example#@127.0.0.1/")]
    [InlineData("http://evil.example\\@127.0.0.1/")]
    [InlineData("http://127.0.0.1:")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:65536")]
    [InlineData("http://127.0.0.1:+80")]
    [InlineData("http://127.0.0.1/?a=b")]
    [InlineData("http://127.0.0.1/\r\nx-forged: 1")]
    public void Parse_AnythingElse_IsRefused(string url) => Assert.Throws<DeliveryException>(() => GatewayAddress.Parse(url));
}
