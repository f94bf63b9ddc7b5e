// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Delivery;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Tests.Support;
using NemoFlow.OtlpReceiver;

namespace NemoFlow.Exporters.Tests.Otlp;

public sealed class OtlpSenderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<OtlpTransport, bool> Ways => new() { { OtlpTransport.HttpBinary, true }, { OtlpTransport.HttpBinary, false }, { OtlpTransport.Grpc, true }, { OtlpTransport.Grpc, false } };

    public static TheoryData<OtlpTransport> Transports => new() { OtlpTransport.HttpBinary, OtlpTransport.Grpc };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task SendAsync_Spans_ArriveAsTheyAre(OtlpTransport transport, bool compress)
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        OtlpOptions options = Options(backend, transport) with
        {
            Compress = compress,
            Headers = new Dictionary<string, string> { ["x-given"] = "given" },
            HeaderVariables = new Dictionary<string, string> { ["authorization"] = "THE_KEY" },
            ResourceAttributes = new Dictionary<string, string> { ["deployment.environment.name"] = "test" },
            ServiceNamespace = "ns",
            ProjectName = "phoenix",
        };
        await using OtlpTraceTarget target = new(options, "1.2.3", n => n == "THE_KEY" ? "Bearer secret" : null, TimeProvider.System);

        (DeliveryResult result, int units) = await SendAsync(target);

        Assert.Equal((DeliveryVerdict.Delivered, units, 0L, null), (result.Verdict, result.Units, result.Rejected, result.Problem));
        Assert.Empty(backend.Violations);
        ReceivedRequest request = Assert.Single(backend.Requests);
        Assert.Equal(SpanReading.Spans(Recorded.Session), backend.Spans);
        Assert.Equal(("given", "Bearer secret", "nemo-flow/1.2.3"), (request.Headers["x-given"], request.Headers["authorization"], request.Headers["user-agent"]));
        Assert.Equal(
            "service.name=nemo-flow;telemetry.sdk.name=nemo-flow;telemetry.sdk.language=dotnet;telemetry.sdk.version=1.2.3;service.namespace=ns;openinference.project.name=phoenix;deployment.environment.name=test",
            string.Join(';', request.Traces!.ResourceSpans[0].Resource.Attributes.Select(a => a.Key + "=" + a.Value.StringValue)));
        Assert.Equal(("nemo-flow", "1.2.3"), (request.Traces.ResourceSpans[0].ScopeSpans[0].Scope.Name, request.Traces.ResourceSpans[0].ScopeSpans[0].Scope.Version));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task ProbeAsync_EmptyRequest_IsNotSaidToBeCompressed(OtlpTransport transport, bool compress)
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        await using OtlpTraceTarget target = new(Options(backend, transport) with { Compress = compress }, "1.2.3", _ => null, TimeProvider.System);

        ProbeAnswer answer = await target.ProbeAsync(Cancellation);

        Assert.Equal(ProbeVerdict.Accepted, answer.Verdict);
        Assert.Empty(backend.Violations);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task SendAsync_PartialSuccess_IsCounted(OtlpTransport transport)
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        backend.Reply = _ => new Answer(transport == OtlpTransport.Grpc ? 0 : 200, Rejected: 3, Message: "too old");
        await using OtlpTraceTarget target = Target(backend, transport);

        (DeliveryResult result, _) = await SendAsync(target);

        Assert.Equal((DeliveryVerdict.Delivered, 3L), (result.Verdict, result.Rejected));
        Assert.Contains("too old", result.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, DeliveryVerdict.Refused, null)]
    [InlineData(413, DeliveryVerdict.Refused, null)]
    [InlineData(401, DeliveryVerdict.Later, "credentials")]
    [InlineData(403, DeliveryVerdict.Later, "credentials")]
    [InlineData(404, DeliveryVerdict.Later, "endpoint")]
    [InlineData(301, DeliveryVerdict.Later, "endpoint")]
    [InlineData(429, DeliveryVerdict.Later, "429")]
    [InlineData(500, DeliveryVerdict.Later, "500")]
    [InlineData(503, DeliveryVerdict.Later, "503")]
    public async Task SendAsync_HttpFailure_IsJudgedByWhetherItCanBeMended(int status, DeliveryVerdict verdict, string? told)
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        backend.Reply = _ => new Answer(status);
        await using OtlpTraceTarget target = Target(backend, OtlpTransport.HttpBinary);

        (DeliveryResult result, int units) = await SendAsync(target);

        Assert.Equal((verdict, units), (result.Verdict, result.Units));
        Assert.Contains(told ?? "", result.Problem, StringComparison.Ordinal);
        Assert.Empty(backend.Spans);
    }

    [Theory]
    [InlineData(3, null, DeliveryVerdict.Refused)]
    [InlineData(8, null, DeliveryVerdict.Later)]
    [InlineData(8, "5", DeliveryVerdict.Later)]
    [InlineData(14, null, DeliveryVerdict.Later)]
    [InlineData(16, null, DeliveryVerdict.Later)]
    [InlineData(12, null, DeliveryVerdict.Later)]
    public async Task SendAsync_GrpcFailure_IsJudgedByItsStatus(int status, string? retry, DeliveryVerdict verdict)
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        backend.Reply = _ => new Answer(status, retry, Message: "nö, 100%");
        await using OtlpTraceTarget target = Target(backend, OtlpTransport.Grpc);

        (DeliveryResult result, _) = await SendAsync(target);

        Assert.Equal(verdict, result.Verdict);
        Assert.Contains("nö, 100%", result.Problem, StringComparison.Ordinal);
        Assert.Equal(retry is null ? status is 16 or 12 ? TimeSpan.FromSeconds(60) : null : TimeSpan.FromSeconds(5), result.RetryAfter);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("86400", 60)]
    [InlineData("nonsense", null)]
    public async Task SendAsync_RetryAfter_IsHeededWithinLimits(string header, int? seconds)
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        backend.Reply = _ => new Answer(429, header);
        await using OtlpTraceTarget target = Target(backend, OtlpTransport.HttpBinary);

        Assert.Equal(seconds, (await SendAsync(target)).Result.RetryAfter?.TotalSeconds);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task SendAsync_NobodyListens_IsAResultWithoutTheCredentialsOfTheUrl(OtlpTransport transport)
    {
        OtlpBackend gone = await OtlpBackend.StartAsync(cancellation: Cancellation);
        Uri address = transport == OtlpTransport.Grpc ? gone.Grpc : gone.Traces;
        await gone.DisposeAsync();
        UriBuilder secret = new(address) { UserName = "user", Password = "hunter2", Query = "key=hunter2" };
        await using OtlpTraceTarget target = new(SpanReading.Options with { Endpoint = secret.Uri, Transport = transport }, "1", _ => null, TimeProvider.System);

        (DeliveryResult result, _) = await SendAsync(target);

        Assert.Equal(DeliveryVerdict.Later, result.Verdict);
        Assert.Contains("cannot be reached", result.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Problem + target.Address + target.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_BackendThatDoesNotAnswer_IsGivenUpAfterTheTimeout()
    {
        using System.Net.Sockets.TcpListener silent = new(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        Uri address = new($"http://{silent.LocalEndpoint}/v1/traces");
        await using OtlpTraceTarget target = new(SpanReading.Options with { Endpoint = address, Timeout = TimeSpan.FromMilliseconds(100) }, "1", _ => null, TimeProvider.System);

        Assert.Contains("did not answer within 0.1 s", (await SendAsync(target)).Result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_MissingVariable_IsToldAndNothingIsSent()
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        OtlpOptions options = Options(backend, OtlpTransport.HttpBinary) with { HeaderVariables = new Dictionary<string, string> { ["authorization"] = "NOT_THERE" } };
        await using OtlpTraceTarget target = new(options, "1", _ => null, TimeProvider.System);

        Assert.Contains("NOT_THERE", (await SendAsync(target)).Result.Problem, StringComparison.Ordinal);
        Assert.Equal(0, backend.Calls);
    }

    [Fact]
    public async Task SendAsync_ManySpans_AreCutToTheLimits()
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        OtlpOptions options = Options(backend, OtlpTransport.HttpBinary);
        await using OtlpTraceTarget few = new(options with { MaxBatchSpans = 3 }, "1", _ => null, TimeProvider.System);
        await using OtlpTraceTarget small = new(options with { MaxBatchBytes = 1 }, "1", _ => null, TimeProvider.System);

        Assert.Equal(3, (await SendAsync(few)).Result.Units);
        Assert.Equal(1, (await SendAsync(small)).Result.Units);
        Assert.Equal(2, (await SendAsync(few, 2)).Result.Units);
        Assert.Empty(backend.Violations);
    }

    private static OtlpOptions Options(OtlpBackend backend, OtlpTransport transport) =>
        SpanReading.Options with { Endpoint = transport == OtlpTransport.Grpc ? backend.Grpc : backend.Traces, Transport = transport, Timeout = TimeSpan.FromSeconds(20) };

    private static OtlpTraceTarget Target(OtlpBackend backend, OtlpTransport transport) => new(Options(backend, transport), "1", _ => null, TimeProvider.System);

    private static async Task<(DeliveryResult Result, int Units)> SendAsync(OtlpTraceTarget target, int limit = int.MaxValue)
    {
        IReadOnlyList<DeliveryUnit> units = target.UnitsOf(Recorded.Session);
        return (await target.SendAsync(Recorded.Session, units, limit, Cancellation), units.Count);
    }
}
