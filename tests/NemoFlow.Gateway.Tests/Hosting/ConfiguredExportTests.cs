// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json;
using NemoFlow.Configuration.Settings;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Tests.Support;
using NemoFlow.OtlpReceiver;
using NemoFlow.OtlpReceiver.Wire;
using NemoFlow.Storage.Files;
using NemoFlow.Text;

namespace NemoFlow.Gateway.Tests.Hosting;

/// <summary>From plugins.toml to what backends and files get.</summary>
public sealed class ConfiguredExportTests : IDisposable
{
    private const string TokenVariable = "NEMO_FLOW_TEST_BACKEND_TOKEN";
    private static readonly string[] Hooks =
    [
        """{"session_id":"s1","hook_event_name":"UserPromptSubmit","turn_id":"t1","prompt":"hello"}""",
        """{"session_id":"s1","hook_event_name":"PreToolUse","turn_id":"t1","tool_use_id":"c1","tool_name":"shell","tool_input":{"command":"ls"}}""",
        """{"session_id":"s1","hook_event_name":"PostToolUse","turn_id":"t1","tool_use_id":"c1","tool_name":"shell","tool_response":"a b"}""",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemo-flow-configured-");

    public ConfiguredExportTests() => Environment.SetEnvironmentVariable(TokenVariable, "Bearer of-the-test");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(TokenVariable, null);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Gateway_WithEveryExporterInItsFiles_FeedsEach()
    {
        await using OtlpBackend openInference = await OtlpBackend.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using OtlpBackend genAi = await OtlpBackend.StartAsync(cancellation: TestContext.Current.CancellationToken);

        await RunAsync(
            $$"""
            [components.config.openinference]
            enabled = true
            endpoint = "{{openInference.Traces}}"
            project_name = "tests"
            header_env = { authorization = "{{TokenVariable}}" }
            timeout_millis = 20000

            [components.config.opentelemetry]
            enabled = true
            transport = "grpc"
            endpoint = "{{genAi.Grpc}}"
            service_name = "recorder"
            timeout_millis = 20000

            [components.config.atof]
            enabled = true
            output_directory = "events"
            filename = "all.jsonl"

            [components.config.atif]
            output_directory = '{{Path.Combine(_folder.FullName, "trajectories")}}'
            filename_template = "{agent}-{session_id}.json"
            """,
            [openInference, genAi]);

        Assert.Equal(["AGENT", "LLM", "TOOL"], openInference.Spans.Select(s => Attribute(s, "openinference.span.kind")).Order(StringComparer.Ordinal));
        Assert.All(openInference.Requests, r => Assert.Equal("Bearer of-the-test", r.Headers["authorization"]));
        Assert.Contains("hello", openInference.Spans.Select(s => Attribute(s, "input.value")));
        Assert.Equal(["chat", "execute_tool", "invoke_agent"], genAi.Spans.Select(s => Attribute(s, "gen_ai.operation.name")).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(genAi.Requests, r => r.Headers.ContainsKey("authorization"));
        Assert.Equal("recorder", genAi.Requests[0].Traces!.ResourceSpans[0].Resource.Attributes.Single(a => a.Key == "service.name").Value.StringValue);
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "events", "all.jsonl"), TestContext.Current.CancellationToken);
        Assert.Equal(["agent", "custom", "llm", "tool"], lines.Select(l => JsonElement.Parse(l).TextAt("category")).OfType<string>().Distinct().Order(StringComparer.Ordinal));
        string trajectory = Assert.Single(Directory.GetFiles(Path.Combine(_folder.FullName, "trajectories")));
        Assert.Equal("codex-s1.json", Path.GetFileName(trajectory));
    }

    [Fact]
    public async Task Gateway_WithAtifSwitchedOff_WritesNoTrajectory()
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: TestContext.Current.CancellationToken);

        await RunAsync(
            $"""
            [components.config.openinference]
            enabled = true
            endpoint = "{backend.Traces}"
            timeout_millis = 20000

            [components.config.atif]
            enabled = false
            """,
            [backend]);

        Assert.Equal(3, backend.Spans.Count);
        Assert.Empty(Directory.GetFiles(_folder.FullName, "*.atif.json", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("", "OPENINFERENCE_HIDE_INPUTS", "true")]
    [InlineData("", "OPENINFERENCE_HIDE_INPUTS", "1")]
    [InlineData("hide_inputs = true", "OPENINFERENCE_HIDE_TESTS", "")]
    public async Task Gateway_WithHideSwitch_SendsNoInput(string switched, string variable, string value)
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: TestContext.Current.CancellationToken);

        await RunAsync($"[components.config.openinference]\nenabled = true\nendpoint = \"{backend.Traces}\"\ntimeout_millis = 20000\n{switched}", [backend], (variable, value));

        Assert.All(backend.Spans, s => Assert.Equal("__REDACTED__", Attribute(s, "input.value")));
        Assert.Contains("done", backend.Spans.Select(s => Attribute(s, "output.value")));
    }

    [Fact]
    public void Exporters_EnabledWithoutAnEndpoint_NamesFileAndLine()
    {
        GatewaySettings settings = Settings("[components.config.openinference]\nenabled = true\n");

        ConfigurationException e = Assert.Throws<ConfigurationException>(() => GatewaySetup.Exporters(settings, _ => null, _folder.FullName));

        Assert.Contains("plugins.toml:5:", e.Message, StringComparison.Ordinal);
        Assert.Contains("openinference", e.Message, StringComparison.Ordinal);
    }

    /// <summary>A turn with a tool call and a model call, through a gateway as a host starts it; every backend has its three spans afterwards.</summary>
    private async Task RunAsync(string observability, OtlpBackend[] backends, params (string Name, string Value)[] environment)
    {
        await using RawUpstream upstream = RawUpstream.Answering(Wire.Json(Responses.Buffered("done")));
        GatewaySettings settings = Settings(observability, environment) with { OpenAIBaseUrl = upstream.Url + "/v1" };
        GatewayInfo gateway = await GatewayHub.StartAsync(
            settings,
            GatewaySetup.Options(settings, _ => null, new IPEndPoint(IPAddress.Loopback, 0)),
            new StateFolder(Path.Combine(_folder.FullName, "state")),
            _folder.FullName,
            TestContext.Current.CancellationToken);
        try
        {
            foreach (string hook in Hooks)
            {
                await SendAsync(gateway, Wire.Post("/hooks/codex", hook));
            }

            await SendAsync(gateway, Wire.Post(Responses.Path, Responses.Prompt.Replace("\"stream\":true,", "", StringComparison.Ordinal), "x-nemo-flow-session-id: s1"));
            await SendAsync(gateway, Wire.Post("/hooks/codex", """{"session_id":"s1","hook_event_name":"Stop","turn_id":"t1","last_assistant_message":"done"}"""));
            await SendAsync(gateway, Wire.Post("/hooks/codex", """{"session_id":"s1","hook_event_name":"SessionEnd"}"""));
            using CancellationTokenSource patience = Patience.Start();
            foreach (OtlpBackend backend in backends)
            {
                await backend.WaitForSpansAsync(3, patience.Token);
            }
        }
        finally
        {
            await GatewayHub.StopAsync(gateway.Id).Within();
        }

        Assert.All(backends, b => Assert.Empty(b.Violations));
    }

    private GatewaySettings Settings(string observability, params (string Name, string Value)[] environment)
    {
        string path = Path.Combine(_folder.FullName, "config.toml");
        File.WriteAllText(path, "");
        File.WriteAllText(Path.Combine(_folder.FullName, "plugins.toml"), "version = 1\n[[components]]\nkind = \"observability\"\n" + observability);
        return GatewaySetup.Settings(path, name => environment.FirstOrDefault(v => v.Name == name).Value, new GatewaySettings(), _folder.FullName);
    }

    private static async Task SendAsync(GatewayInfo gateway, byte[] request)
    {
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);
        Assert.Equal(200, (await client.SendAndReadAsync(request)).Status);
    }

    private static string? Attribute(Span span, string key) => span.Attributes.FirstOrDefault(a => a.Key == key)?.Value.StringValue;
}
