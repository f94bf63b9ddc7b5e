// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Standalone;

/// <summary>Providers behind TLS and behind a proxy that wants a login, as the environment names it.</summary>
public sealed class ProxyTests
{
    [Fact]
    public async Task Gateway_ProviderBehindATunnel_IsReachedOverTls()
    {
        using X509Certificate2 certificate = CreateCertificate();
        await using Sandbox sandbox = new();
        await using ScriptedProxy proxy = new(certificate);
        string trusted = Path.Combine(sandbox.Root, "trusted.pem");
        await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        sandbox.Environment["SSL_CERT_FILE"] = trusted;
        sandbox.Environment["HTTPS_PROXY"] = proxy.Url;

        (HttpStatusCode status, string body) = await CallAsync(sandbox, "https://provider.test/v1");

        Assert.Equal((HttpStatusCode.OK, ScriptedProxy.Answer), (status, body));
        Assert.StartsWith("CONNECT provider.test:443 HTTP/1.1\r\n", proxy.Heads[0], StringComparison.Ordinal);
        string request = proxy.Heads[^1];
        Assert.StartsWith("POST /v1/files?a=%2F HTTP/1.1\r\nHost: provider.test\r\n", request, StringComparison.Ordinal);
        Assert.DoesNotContain("proxy-authorization", request, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Gateway_ProviderWithAnUnknownCertificate_IsRefusedAndTheClientToldWhy()
    {
        using X509Certificate2 certificate = CreateCertificate();
        await using Sandbox sandbox = new();
        await using ScriptedProxy proxy = new(certificate);
        sandbox.Environment["HTTPS_PROXY"] = proxy.Url;

        (HttpStatusCode status, string body) = await CallAsync(sandbox, "https://provider.test/v1");

        Assert.Equal(HttpStatusCode.BadGateway, status);
        Assert.Contains("certificate", body, StringComparison.Ordinal);
        Assert.All(proxy.Heads, head => Assert.StartsWith("CONNECT ", head, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gateway_ProviderBehindAPlainProxy_IsAskedInAbsoluteForm()
    {
        using X509Certificate2 certificate = CreateCertificate();
        await using Sandbox sandbox = new();
        await using ScriptedProxy proxy = new(certificate);
        sandbox.Environment["http_proxy"] = proxy.Url;

        (HttpStatusCode status, string body) = await CallAsync(sandbox, "http://provider.test:8080/v1");

        Assert.Equal((HttpStatusCode.OK, ScriptedProxy.Answer), (status, body));
        Assert.StartsWith("POST http://provider.test:8080/v1/files?a=%2F HTTP/1.1\r\nHost: provider.test:8080\r\n", Assert.Single(proxy.Heads), StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Body)> CallAsync(Sandbox sandbox, string baseUrl)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        sandbox.Environment["NEMO_FLOW_OPENAI_BASE_URL"] = baseUrl;
        await using StandaloneGateway gateway = await StandaloneGateway.StartAsync(sandbox);
        using HttpMessageInvoker client = new(new SocketsHttpHandler { UseProxy = false });
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(gateway.Url, "/v1/files?a=%2F")) { Content = new StringContent("{}") };
        using HttpResponseMessage response = await client.SendAsync(request, cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
    }

    private static X509Certificate2 CreateCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=provider.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("provider.test");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 created = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(created.Export(X509ContentType.Pkcs12), null);
    }
}
