// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using NemoFlow.OtlpReceiver;

namespace NemoFlow.Gateway.Tests.Setup;

/// <summary>What the doctor says of servers that are there: a server of this machine for each verdict.</summary>
public sealed class ExporterAnswerTests : IDisposable
{
    private const string Secret = "Bearer hush-hush-hush";

    private readonly ProbedSetup _setup = new();

    public ExporterAnswerTests() => _setup.Environment["BACKEND_TOKEN"] = Secret;

    public void Dispose() => _setup.Dispose();

    [Fact]
    public async Task Otlp_EmptyRequestIsTaken_PassesAndStoresNothing()
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: TestContext.Current.CancellationToken);
        WriteOtlp(backend.Traces.OriginalString);

        SetupCheck check = await _setup.OnlyAsync();

        Assert.True(check.Status == SetupStatus.Passed, check.ToString());
        Assert.Contains("it accepts what it is sent", check.Message, StringComparison.Ordinal);
        ReceivedRequest request = Assert.Single(backend.Requests);
        Assert.Equal((Secret, 0), (request.Headers["authorization"], request.Bytes));
        Assert.Empty(backend.Spans);
    }

    [Theory]
    [InlineData("/otel", "/otel/v1/traces")]
    [InlineData("/v1/trace", "/v1/traces")]
    [InlineData("/v1/traces", "/api/public/otel/v1/traces")]
    public async Task Otlp_NothingAtThePath_NamesTheOneThatAnswers(string wrong, string right)
    {
        await using ScriptedTarget target = await ScriptedTarget.StartAsync(r => r.Path == right ? 200 : 404);
        WriteOtlp($"http://{target.Authority}{wrong}");

        SetupCheck check = await _setup.OnlyAsync();

        Assert.Equal(SetupStatus.Failed, check.Status);
        Assert.Contains("it answered 404", check.Message, StringComparison.Ordinal);
        Assert.Contains($"endpoint = \"http://{target.Authority}{right}\" in plugins.toml", check.Remedy, StringComparison.Ordinal);

        WriteOtlp($"http://{target.Authority}{right}");
        Assert.Equal(SetupStatus.Passed, (await _setup.OnlyAsync()).Status);
    }

    [Fact]
    public async Task Otlp_EndpointOfTheEnvironment_IsNamedAsWhatToChange()
    {
        await using ScriptedTarget target = await ScriptedTarget.StartAsync(r => r.Path == "/v1/traces" ? 200 : 404);
        _setup.Environment["NEMO_FLOW_OPENINFERENCE_ENDPOINT"] = $"http://{target.Authority}/spans";

        SetupCheck check = await _setup.OnlyAsync();

        Assert.Contains($"NEMO_FLOW_OPENINFERENCE_ENDPOINT=http://{target.Authority}/v1/traces", check.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Otlp_WebPage_IsNoBackend()
    {
        await using ScriptedTarget target = await ScriptedTarget.StartAsync(async context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync("<!doctype html><title>app</title>");
        });
        WriteOtlp($"http://{target.Authority}/app");

        SetupCheck check = await _setup.OnlyAsync();

        Assert.Equal(SetupStatus.Failed, check.Status);
        Assert.Contains("web page", check.Message, StringComparison.Ordinal);
        Assert.Contains("/v1/traces", check.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Otlp_CredentialRefused_SaysWhereItCameFromAndNeverWhatItIs(int status)
    {
        await using ScriptedTarget target = await ScriptedTarget.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("no such key: " + context.Request.Headers.Authorization + " or hush-hush-hush");
        });
        WriteOtlp($"http://{target.Authority}/v1/traces");

        SetupCheck check = await _setup.OnlyAsync();

        Assert.Equal(SetupStatus.Failed, check.Status);
        Assert.Contains($"answered {status}", check.Message, StringComparison.Ordinal);
        Assert.Contains("it refuses the credential from BACKEND_TOKEN", check.Message, StringComparison.Ordinal);
        Assert.Contains("BACKEND_TOKEN", check.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", check.Message + check.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Otlp_CredentialMissing_SaysHowToGiveOne()
    {
        await using ScriptedTarget target = await ScriptedTarget.StartAsync(_ => 401);
        _setup.Write($"[components.config.opentelemetry]\nenabled = true\nendpoint = \"http://{target.Authority}/v1/traces\"\n");

        SetupCheck check = await _setup.OnlyAsync();

        Assert.Contains("none is configured", check.Message, StringComparison.Ordinal);
        Assert.Contains("header_env", check.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, SetupStatus.Skipped)]
    [InlineData(500, SetupStatus.Failed)]
    [InlineData(503, SetupStatus.Failed)]
    public async Task Otlp_OtherAnswer_IsTold(int status, SetupStatus expected)
    {
        await using ScriptedTarget target = await ScriptedTarget.StartAsync(_ => status);
        WriteOtlp($"http://{target.Authority}/v1/traces");

        SetupCheck check = await _setup.OnlyAsync();

        Assert.Equal(expected, check.Status);
        Assert.Contains($"answered {status}", check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Otlp_NoAnswer_IsNotWaitedForLong()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        WriteOtlp($"http://{silent.LocalEndpoint}/v1/traces", "timeout_millis = 200\n");

        SetupCheck check = await _setup.OnlyAsync();

        Assert.Equal(SetupStatus.Failed, check.Status);
        Assert.Contains("did not answer within 0.2 s", check.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, SetupStatus.Passed, "it accepts what it is sent")]
    [InlineData(16, SetupStatus.Failed, "it refuses the credential from BACKEND_TOKEN")]
    [InlineData(7, SetupStatus.Failed, "it refuses the credential from BACKEND_TOKEN")]
    [InlineData(12, SetupStatus.Failed, "gRPC status 12")]
    [InlineData(14, SetupStatus.Failed, "gRPC status 14")]
    public async Task Grpc_EmptyCall_IsJudgedByItsStatus(int status, SetupStatus expected, string message)
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: TestContext.Current.CancellationToken);
        backend.Reply = request => new Answer(status == 0 ? 200 : status, Message: status == 0 ? null : "said " + request.Headers.GetValueOrDefault("authorization"));
        WriteOtlp(backend.Grpc.OriginalString, "transport = \"grpc\"\n");

        SetupCheck check = await _setup.OnlyAsync();

        Assert.Equal(expected, check.Status);
        Assert.Contains(message, check.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", check.Message + check.Remedy, StringComparison.Ordinal);
        Assert.Empty(backend.Spans);
    }

    [Theory]
    [InlineData(true, "http_binary")]
    [InlineData(false, "grpc")]
    public async Task Otlp_PortOfTheOtherTransport_IsToldFromAWrongPath(bool grpc, string advice)
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: TestContext.Current.CancellationToken);
        using TcpListener binary = new(IPAddress.Loopback, 0);
        binary.Start();
        Task speaking = grpc ? Task.CompletedTask : SpeakHttp2Async(binary);
        WriteOtlp(grpc ? new Uri(backend.Traces, "/").OriginalString : $"http://{binary.LocalEndpoint}", grpc ? "transport = \"grpc\"\n" : "");

        SetupCheck check = await _setup.OnlyAsync();

        Assert.Equal(SetupStatus.Failed, check.Status);
        Assert.Contains(advice, check.Remedy, StringComparison.Ordinal);
        binary.Stop();
        await speaking;
    }

    [Theory]
    [InlineData(200, "POST, OPTIONS", SetupStatus.Passed, "it takes POST there")]
    [InlineData(204, null, SetupStatus.Passed, "it answers there")]
    [InlineData(405, "POST", SetupStatus.Skipped, "whether it accepts the credential")]
    [InlineData(405, "GET, HEAD", SetupStatus.Failed, "no POST")]
    [InlineData(501, null, SetupStatus.Skipped, "it answered 501 to OPTIONS")]
    [InlineData(404, null, SetupStatus.Skipped, "it answered 404 to OPTIONS")]
    [InlineData(401, null, SetupStatus.Failed, "it refuses the credential from BACKEND_TOKEN")]
    [InlineData(301, null, SetupStatus.Failed, "redirects")]
    [InlineData(503, null, SetupStatus.Failed, "answered 503")]
    public async Task TrajectoriesByHttp_AreAskedForWithOptionsOnly(int status, string? allow, SetupStatus expected, string message)
    {
        await using ScriptedTarget target = await ScriptedTarget.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Allow = allow;
            context.Response.Headers.Location = status == 301 ? "/elsewhere" : null;
            return Task.CompletedTask;
        });
        _setup.Write($"[[components.config.atif.storage]]\ntype = \"http\"\nurl = \"http://{target.Authority}/upload\"\nheader_env = {{ authorization = \"BACKEND_TOKEN\" }}\n");

        SetupCheck check = await _setup.OnlyAsync();

        Assert.Equal(expected, check.Status);
        Assert.Contains(message, check.Message, StringComparison.Ordinal);
        Assert.Equal(["OPTIONS /upload 0"], target.Asked);
        Assert.True(check.Status != SetupStatus.Failed || check.Remedy is not null);
        Assert.True(status != 301 || check.Remedy!.Contains($"url = \"http://{target.Authority}/elsewhere\"", StringComparison.Ordinal), check.Remedy);
    }

    [Theory]
    [InlineData("ndjson", "POST /events 0", 404, SetupStatus.Failed)]
    [InlineData("ndjson", "POST /events 0", 200, SetupStatus.Passed)]
    [InlineData("http_post", "OPTIONS /events 0", 200, SetupStatus.Passed)]
    [InlineData("http_post", "OPTIONS /events 0", 403, SetupStatus.Failed)]
    public async Task Events_AreAskedForWithoutAny(string transport, string asked, int status, SetupStatus expected)
    {
        await using ScriptedTarget target = await ScriptedTarget.StartAsync(_ => status);
        _setup.Write($"[components.config.atof]\nenabled = true\n[[components.config.atof.sinks]]\ntype = \"stream\"\ntransport = \"{transport}\"\nurl = \"http://{target.Authority}/events\"\n");

        SetupCheck check = await _setup.OnlyAsync();

        Assert.Equal(expected, check.Status);
        Assert.Equal([asked], target.Asked);
    }

    [Theory]
    [InlineData(200, null, SetupStatus.Passed, "the bucket trajectories is there")]
    [InlineData(404, "NoSuchBucket", SetupStatus.Failed, "there is no bucket trajectories")]
    [InlineData(403, "InvalidAccessKeyId", SetupStatus.Failed, "it refuses the credential from AWS_ACCESS_KEY_ID")]
    [InlineData(403, null, SetupStatus.Failed, "it refuses the credential from AWS_ACCESS_KEY_ID")]
    [InlineData(403, "AccessDenied", SetupStatus.Skipped, "may not look at the bucket")]
    [InlineData(403, "RequestTimeTooSkewed", SetupStatus.Failed, "the clock of this machine")]
    [InlineData(301, "PermanentRedirect", SetupStatus.Failed, "is not in us-east-1")]
    public async Task TrajectoriesInABucket_AreAskedForByLookingAtIt(int status, string? code, SetupStatus expected, string message)
    {
        await using ScriptedTarget target = await ScriptedTarget.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers["x-amz-bucket-region"] = status == 301 ? "eu-west-1" : null;
            Assert.Contains("Signature=", context.Request.Headers.Authorization.ToString(), StringComparison.Ordinal);
            if (code is not null && context.Request.Method == "GET")
            {
                await context.Response.WriteAsync($"<?xml version=\"1.0\"?><Error><Code>{code}</Code></Error>");
            }
        });
        _setup.Environment["AWS_ACCESS_KEY_ID"] = "AKIAHUSH";
        _setup.Environment["AWS_SECRET_ACCESS_KEY"] = "hush";
        _setup.Write($"[[components.config.atif.storage]]\ntype = \"s3\"\nbucket = \"trajectories\"\nendpoint = \"http://{target.Authority}\"\npath_style = true\n");

        SetupCheck check = await _setup.OnlyAsync();

        Assert.Equal(expected, check.Status);
        Assert.Contains(message, check.Message, StringComparison.Ordinal);
        Assert.Equal("HEAD /trajectories 0", target.Asked[0]);
        Assert.All(target.Asked.Skip(1), a => Assert.Equal("GET /trajectories?list-type=2&max-keys=0 0", a));
        Assert.True(status != 301 || check.Remedy!.Contains("region = \"eu-west-1\"", StringComparison.Ordinal), check.Remedy);
        Assert.DoesNotContain("hush", check.Message + check.Remedy, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Exporter_ThatIsNotEnabled_IsNotAsked()
    {
        await using ScriptedTarget target = await ScriptedTarget.StartAsync(_ => 200);
        _setup.Write($"[components.config.opentelemetry]\nenabled = false\nendpoint = \"http://{target.Authority}/v1/traces\"\n");

        List<SetupCheck> checks = await _setup.ExportersAsync();

        Assert.Equal("exporter.atif", Assert.Single(checks).Name);
        Assert.Empty(target.Asked);
    }

    /// <summary>As servers for HTTP/2 do: settings, and no word of HTTP/1.1.</summary>
    private static async Task SpeakHttp2Async(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync(new byte[] { 0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 5, 0, 0, 64, 0 });
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    private void WriteOtlp(string endpoint, string more = "") =>
        _setup.Write($"[components.config.opentelemetry]\nenabled = true\nendpoint = \"{endpoint}\"\nheader_env = {{ authorization = \"BACKEND_TOKEN\" }}\n{more}");
}
