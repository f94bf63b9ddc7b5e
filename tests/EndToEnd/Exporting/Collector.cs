// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using NemoFlow.EndToEnd.Support;
using NemoFlow.OtlpReceiver;

namespace NemoFlow.EndToEnd.Exporting;

/// <summary>A real OpenTelemetry Collector that passes on what it takes to the backend of the tests.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private const string Variable = "NEMO_FLOW_TEST_OTELCOL";
    private static readonly string[] Names = ["otelcol", "otelcol-contrib", "otelcol-otlp", "otelcol-local"];

    private readonly RunningProgram _program;

    private Collector(RunningProgram program, int grpc, int http)
    {
        _program = program;
        Grpc = new Uri($"http://127.0.0.1:{grpc}");
        Traces = new Uri($"http://127.0.0.1:{http}/v1/traces");
    }

    public Uri Grpc { get; }

    public Uri Traces { get; }

    public string Log => _program.Error + _program.Output;

    /// <summary>Skips the test where there is no collector, and says so.</summary>
    public static string Require()
    {
        string? found = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? named
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, $"There is no OpenTelemetry Collector here: have otelcol on the PATH, or name one in {Variable}.");
        Assert.True(File.Exists(found), $"{Variable} names {found}, which is not there.");
        return found!;
    }

    public static async Task<Collector> StartAsync(string file, Sandbox sandbox, OtlpBackend backend)
    {
        // The exporter has lost its old name on the way.
        await using RunningProgram components = RunningProgram.Start(sandbox, file, ["components"]);
        string exporter = (await components.WaitAsync()).Output.Contains("otlp_http", StringComparison.Ordinal) ? "otlp_http" : "otlphttp";
        (int grpc, int http) = (FreePort(), FreePort());
        string configuration = Path.Combine(sandbox.Root, "collector.yaml");
        File.WriteAllText(configuration, $$"""
            receivers:
              otlp:
                protocols:
                  grpc: { endpoint: "127.0.0.1:{{grpc}}" }
                  http: { endpoint: "127.0.0.1:{{http}}" }
            exporters:
              {{exporter}}: { endpoint: "{{backend.Traces.GetLeftPart(UriPartial.Authority)}}" }
            service:
              telemetry: { metrics: { level: none } }
              pipelines:
                traces: { receivers: [otlp], exporters: [{{exporter}}] }
                metrics: { receivers: [otlp], exporters: [{{exporter}}] }
            """);
        RunningProgram program = RunningProgram.Start(sandbox, file, ["--config", configuration], input: null);
        await program.WaitForTextAsync("Everything is ready");
        return new Collector(program, grpc, http);
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
