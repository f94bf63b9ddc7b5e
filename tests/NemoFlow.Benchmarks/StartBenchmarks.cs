// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace NemoFlow.Benchmarks;

/// <summary>How long until a gateway answers.</summary>
internal static class StartBenchmarks
{
    public static async Task RunAsync(Report report)
    {
        string state = Directory.CreateTempSubdirectory("nemo-flow-bench-").FullName;
        double[] times = new double[9];
        for (int i = 0; i < times.Length; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            using ChildProcess gateway = await ChildProcess.GatewayAsync(new Uri("http://127.0.0.1:9"), state);
            times[i] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }

        report.Add("cold start: process to listening gateway, median", Report.Number(Report.Percentile(times, 50), "0") + " ms", "", "");
        Directory.Delete(state, recursive: true);
    }
}
