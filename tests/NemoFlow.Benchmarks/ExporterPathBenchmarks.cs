// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using NemoFlow.OtlpReceiver;

namespace NemoFlow.Benchmarks;

/// <summary>
/// What each exporter costs an agent: a gateway with it beside one without any, both at work at the same time, asked in turn. The machine's noise
/// falls on both alike; the last row but one is the same gateway twice and shows how much of it is left.
/// </summary>
internal static class ExporterPathBenchmarks
{
    private const int Pairs = 1500;

    private const string Profiles = """
        [[components]]
        kind = "pii_redaction"
        [[components.config.profiles]]
        [components.config.profiles.builtin]
        action = "redact"
        detector = "email"
        [[components.config.profiles]]
        [components.config.profiles.builtin]
        action = "mask"
        pattern = "ACME-[0-9]{6}"
        """;

    public static async Task RunAsync(Report report)
    {
        await using TestServer server = await TestServer.StartAsync();
        await using OtlpBackend backend = await OtlpBackend.StartAsync();
        string http = $"enabled = true\nendpoint = \"{backend.Traces}\"\ntimeout_millis = 20000\n";
        string grpc = $"enabled = true\nendpoint = \"{backend.Grpc}\"\ntransport = \"grpc\"\ntimeout_millis = 20000\n";
        (string Name, string? Plugins)[] exporters =
        [
            ("trajectory files", Observability("")),
            ("ATOF file", Observability("[components.config.atof]\nenabled = true\noutput_directory = \"events\"")),
            ("ATOF stream", Observability($"[components.config.atof]\nenabled = true\n[[components.config.atof.sinks]]\ntype = \"stream\"\ntransport = \"ndjson\"\nurl = \"{server.Url}\"")),
            ("OTLP over HTTP, with content", Observability("[components.config.opentelemetry]\ncapture_content = true\n" + http)),
            ("OTLP over gRPC, OpenInference", Observability("[components.config.openinference]\n" + grpc)),
            ("OTLP with metrics", Observability("[components.config.opentelemetry]\nmetrics = true\n" + http)),
            ("a backend that is away", Observability("[components.config.openinference]\nenabled = true\nendpoint = \"http://127.0.0.1:9/v1/traces\"")),
            ("redaction by two patterns", Observability("[components.config.atif]\nenabled = false") + Profiles),
            ("nothing: the noise of the machine", null),
        ];
        foreach ((string name, string? plugins) in exporters)
        {
            await MeasureAsync(report, name, plugins);
        }
    }

    private static string Observability(string exporters) => $"version = 1\n[[components]]\nkind = \"observability\"\n{exporters}\n";

    private static async Task MeasureAsync(Report report, string name, string? plugins)
    {
        string folder = Directory.CreateTempSubdirectory("nemo-flow-bench-").FullName;
        try
        {
            using ChildProcess mock = await ChildProcess.MockAsync();
            using ChildProcess without = await GatewayAsync(mock.Url, Path.Combine(folder, "without"), Observability("[components.config.atif]\nenabled = false"));
            using ChildProcess with = await GatewayAsync(mock.Url, Path.Combine(folder, "with"), plugins ?? Observability("[components.config.atif]\nenabled = false"));
            (double[] off, double[] on) = Pair(without.Url, with.Url);
            double[] more = [.. on.Zip(off, (a, b) => a - b)];
            report.Add(
                $"added by {name}, p50 of {Pairs} pairs (p50 of both)",
                $"{Report.Number(Report.Percentile(more, 50) * 1000, "0")} µs",
                $"{Report.Number(Report.Percentile(off, 50) * 1000, "0")} and {Report.Number(Report.Percentile(on, 50) * 1000, "0")} µs",
                "noise");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<ChildProcess> GatewayAsync(Uri upstream, string state, string plugins)
    {
        string configuration = Directory.CreateDirectory(Path.Combine(state, "config", "nemo-flow")).FullName;
        File.WriteAllText(Path.Combine(configuration, "plugins.toml"), plugins);
        return ChildProcess.GatewayAsync(upstream, state, ("XDG_CONFIG_HOME", Path.Combine(state, "config")));
    }

    private static (double[] Off, double[] On) Pair(Uri without, Uri with)
    {
        using LoadClient off = new(without, stream: false);
        using LoadClient on = new(with, stream: false);
        double[] a = new double[Pairs];
        double[] b = new double[Pairs];
        for (int i = -500; i < Pairs; i++)
        {
            // Who goes first changes, so that what the first leaves behind falls on both.
            (double first, double second) = i % 2 == 0 ? (Milliseconds(off), Milliseconds(on)) : (Milliseconds(on), Milliseconds(off));
            if (i >= 0)
            {
                (a[i], b[i]) = i % 2 == 0 ? (first, second) : (second, first);
            }
        }

        return (a, b);
    }

    private static double Milliseconds(LoadClient client) => client.Send().Total * 1000.0 / Stopwatch.Frequency;
}
