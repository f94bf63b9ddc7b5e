// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace NemoFlow.Benchmarks;

/// <summary>Latency, throughput and memory of the gateway in a process of its own, side by side with direct calls.</summary>
internal static class GatewayBenchmarks
{
    private const int Pairs = 3000;
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(8);

    public static async Task RunAsync(Report report)
    {
        string state = Directory.CreateTempSubdirectory("nemo-flow-bench-").FullName;
        using ChildProcess mock = await ChildProcess.MockAsync();
        using ChildProcess gateway = await ChildProcess.GatewayAsync(mock.Url, state);
        double idle = gateway.ResidentMegabytes();

        Latency(report, mock.Url, gateway.Url);
        Streaming(report, mock.Url, gateway.Url);
        double direct = await ThroughputAsync(mock.Url);
        double through = await ThroughputAsync(gateway.Url);
        double loaded = gateway.ResidentMegabytes();
        report.Add("throughput, 16 connections, buffered 8 KB", Report.Number(through, "0") + " rps", Report.Number(direct, "0") + " rps", "≥ 10,000 rps");
        await CallsAsync(gateway.Url, 100_000);
        await Task.Delay(3000);
        report.Add(
            "resident memory idle / under load / after 100,000 more calls",
            $"{idle:0} / {loaded:0} / {gateway.ResidentMegabytes():0} MB",
            "",
            "≤ 60 / ≤ 150 / no growth");
        Directory.Delete(state, recursive: true);
    }

    private static void Latency(Report report, Uri mock, Uri gateway)
    {
        using LoadClient direct = new(mock, stream: false);
        using LoadClient through = new(gateway, stream: false);
        (double[] d, double[] g) = Pair(direct, through, r => r.Total);
        report.Add(
            "added latency, buffered 8 KB, 1 connection, p50 (p99)",
            $"{Report.Number(Report.Percentile(g, 50) - Report.Percentile(d, 50))} ms ({Report.Number(Report.Percentile(g, 99) - Report.Percentile(d, 99))} ms)",
            $"p50 {Report.Number(Report.Percentile(d, 50))} ms",
            "≤ 0.15 ms");
    }

    private static void Streaming(Report report, Uri mock, Uri gateway)
    {
        using LoadClient direct = new(mock, stream: true);
        using LoadClient through = new(gateway, stream: true);
        (double[] d, double[] g) = Pair(direct, through, r => r.First);
        double first = Report.Percentile(g, 50) - Report.Percentile(d, 50);
        (double[] dt, double[] gt) = Pair(direct, through, r => r.Total - r.First);
        double rest = (Report.Percentile(gt, 50) - Report.Percentile(dt, 50)) / (MockProvider.Events - 1);
        report.Add(
            "added to first streamed event, p50 / per event",
            $"{Report.Number(first)} ms / {Report.Number(rest, "0.####")} ms",
            $"first {Report.Number(Report.Percentile(d, 50))} ms",
            "≤ 0.15 ms / ≤ 0.02 ms");
    }

    private static (double[] Direct, double[] Through) Pair(LoadClient direct, LoadClient through, Func<(long First, long Total), long> what)
    {
        for (int i = 0; i < 500; i++)
        {
            direct.Send();
            through.Send();
        }

        double[] d = new double[Pairs];
        double[] g = new double[Pairs];
        for (int i = 0; i < Pairs; i++)
        {
            d[i] = what(direct.Send()) * 1000.0 / Stopwatch.Frequency;
            g[i] = what(through.Send()) * 1000.0 / Stopwatch.Frequency;
        }

        return (d, g);
    }

    private static async Task<double> ThroughputAsync(Uri server)
    {
        long calls = 0;
        long until = Stopwatch.GetTimestamp() + (long)(Load.TotalSeconds * Stopwatch.Frequency);
        long warm = Stopwatch.GetTimestamp() + (2 * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using LoadClient client = new(server, stream: false);
                long now;
                while ((now = Stopwatch.GetTimestamp()) < until)
                {
                    client.Send();
                    if (now > warm)
                    {
                        Interlocked.Increment(ref calls);
                    }
                }
            },
            TaskCreationOptions.LongRunning)));
        return calls / (Load.TotalSeconds - 2);
    }

    private static async Task CallsAsync(Uri server, int count)
    {
        int left = count;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using LoadClient client = new(server, stream: false);
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    client.Send();
                }
            },
            TaskCreationOptions.LongRunning)));
    }
}
