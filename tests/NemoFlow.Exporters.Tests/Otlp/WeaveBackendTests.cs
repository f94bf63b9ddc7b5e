// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Tests.Support;
using NemoFlow.OtlpReceiver;

namespace NemoFlow.Exporters.Tests.Otlp;

public sealed class WeaveBackendTests
{
    private const string File = """
        # machine api.wandb.ai login user password commented
        machine other.example login user password wrong
        machine api.wandb.ai
          login user
          password from-netrc
        """;

    [Fact]
    public async Task Options_Project_GiveTheRequestThatWeaveExpects()
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: TestContext.Current.CancellationToken);
        string? Environment(string name) => name switch { "WANDB_BASE_URL" => new Uri(backend.Traces, "/").OriginalString, "WANDB_API_KEY" => "from-environment", "WEAVE_PROJECT" => "team/project", _ => null };
        OtlpOptions options = WeaveBackend.Options(null, Environment, _ => File);
        await using OtlpTraceTarget target = new(options, "1", Environment, TimeProvider.System);

        await target.SendAsync(Recorded.Session, target.UnitsOf(Recorded.Session), int.MaxValue, TestContext.Current.CancellationToken);

        ReceivedRequest request = Assert.Single(backend.Requests);
        Assert.Equal(("/agents/otel/v1/traces", "from-environment", "team/project"), (request.Path, request.Headers["wandb-api-key"], request.Headers["project_id"]));
        Dictionary<string, string> resource = request.Traces!.ResourceSpans[0].Resource.Attributes.ToDictionary(a => a.Key, a => a.Value.StringValue);
        Assert.Equal(("team", "project"), (resource["wandb.entity"], resource["wandb.project"]));
        Assert.Equal("invoke_agent codex", backend.Spans[0].Name);
        Assert.Contains("gen_ai.input.messages", backend.Spans[0].Read().Keys);
    }

    [Theory]
    [InlineData(null, "https://trace.wandb.ai/agents/otel/v1/traces", "from-netrc")]
    [InlineData("https://api.wandb.ai", "https://trace.wandb.ai/agents/otel/v1/traces", "from-netrc")]
    [InlineData("https://acme.wandb.io/", "https://acme.wandb.io/agents/otel/v1/traces", null)]
    [InlineData("https://other.example/weave", "https://other.example/weave/agents/otel/v1/traces", "wrong")]
    public void Options_WithoutAKey_TakeTheHostsFromNetrc(string? baseUrl, string endpoint, string? key)
    {
        OtlpOptions options = WeaveBackend.Options("e/p", n => n switch { "WANDB_BASE_URL" => baseUrl, "HOME" => "/home/user", _ => null }, p => p == "/home/user/.netrc" ? File : null);

        Assert.Equal((endpoint, key), (options.Endpoint.OriginalString, options.Headers.GetValueOrDefault("wandb-api-key")));
        Assert.Equal(key is null ? "WANDB_API_KEY" : null, options.HeaderVariables.GetValueOrDefault("wandb-api-key"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("project")]
    [InlineData("a/b/c")]
    [InlineData("/p")]
    public void Options_WithoutAProject_SayWhatIsMissing(string? project) =>
        Assert.Contains("entity/project", Assert.Throws<FormatException>(() => WeaveBackend.Options(project, _ => null, _ => null)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_StandardVariables_NameABackend()
    {
        Dictionary<string, string> variables = new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://h:4318/", ["OTEL_EXPORTER_OTLP_HEADERS"] = "a=1, b=x%3Dy", ["OTEL_SERVICE_NAME"] = "mine", ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "250" };

        OtlpOptions options = OtlpEnvironment.Read(n => variables.GetValueOrDefault(n))!;

        Assert.Equal(("http://h:4318/v1/traces", "1", "x=y", "mine", 250.0), (options.Endpoint.OriginalString, options.Headers["a"], options.Headers["b"], options.ServiceName, options.Timeout.TotalMilliseconds));
        Assert.Equal("http://t/own", OtlpEnvironment.Read(n => n == "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT" ? "http://t/own" : null)!.Endpoint.OriginalString);
        Assert.Null(OtlpEnvironment.Read(_ => null));
    }

    [Theory]
    [InlineData("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces")]
    [InlineData("http://127.0.0.1:6006/v1/traces", "http://127.0.0.1:6006/v1/traces")]
    [InlineData("https://h/api/public/otel/v1/traces?x=1", "https://h/api/public/otel/v1/traces?x=1")]
    [InlineData("127.0.0.1:4318", null)]
    [InlineData("ftp://h", null)]
    public void Traces_Endpoint_GetsThePathOnlyWhereItHasNone(string endpoint, string? url) => Assert.Equal(url, OtlpEndpoint.Traces(endpoint)?.AbsoluteUri);
}
