// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text;
using NemoFlow.Agents.Codex;
using NemoFlow.Engine;
using NemoFlow.Storage.Files;

namespace NemoFlow.Benchmarks;

/// <summary>Hooks in the process, and the hook client as a process.</summary>
internal static class HookBenchmarks
{
    private const int Sessions = 64;
    private const int PerSession = 4000;

    public static async Task RunAsync(Report report)
    {
        string state = Directory.CreateTempSubdirectory("nemo-flow-bench-").FullName;
        Recorder recorder = new(new RecorderOptions { State = new StateFolder(state), WorkingDirectory = state, AtifFolder = Path.Combine(state, "atif") });
        CodexAdapter adapter = new();
        Dictionary<string, string> headers = [];
        double rate = 0;
        for (int round = 0; round < 2; round++)
        {
            long start = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, Sessions).Select(s => Task.Run(async () =>
            {
                byte[] payload = Payload("session-" + s);
                for (int i = 0; i < PerSession; i++)
                {
                    await recorder.Hooks.TakeAsync(adapter, headers, payload, null, recorder.Time.GetUtcNow());
                }
            })));
            rate = Sessions * PerSession / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        report.Add("hook events acknowledged, 1 KB, in the process", Report.Number(rate, "0") + " /s", "", "≥ 100,000 /s");
        await recorder.DisposeAsync();
        Directory.Delete(state, recursive: true);
        await ClientAsync(report);
    }

    private static byte[] Payload(string session) => Encoding.UTF8.GetBytes(
        $$"""{"session_id":"{{session}}","turn_id":"turn-1","transcript_path":"/home/user/.codex/sessions/2026/11/21/rollout.jsonl","cwd":"/home/user/work","hook_event_name":"PreToolUse","model":"gpt-5.5","permission_mode":"default","tool_name":"Bash","tool_input":{"command":"{{new string('c', 230)}}","description":"{{new string('d', 230)}}","other":"{{new string('e', 220)}}"},"tool_use_id":"call_1"}""");

    private static async Task ClientAsync(Report report)
    {
        string? client = Environment.GetEnvironmentVariable("NEMO_FLOW_HOOK");
        if (client is null || !File.Exists(client))
        {
            report.Add("hook process wall time", "not measured: NEMO_FLOW_HOOK names no native client", "", "≤ 3 ms");
            return;
        }

        string state = Directory.CreateTempSubdirectory("nemo-flow-bench-").FullName;
        using (ChildProcess mock = await ChildProcess.MockAsync())
        using (ChildProcess gateway = await ChildProcess.GatewayAsync(mock.Url, state))
        {
            string payload = Path.Combine(state, "payload.json");
            await File.WriteAllBytesAsync(payload, Payload("hook-session"));
            double[] nothing = Spawn(payload, "/bin/true", gateway.Url);
            double[] hook = Spawn(payload, client, gateway.Url);
            report.Add(
                "hook process wall time, shell and spawn included, median",
                Report.Number(Report.Percentile(hook, 50)) + " ms",
                "/bin/true " + Report.Number(Report.Percentile(nothing, 50)) + " ms",
                "≤ 3 ms");
        }

        Directory.Delete(state, recursive: true);
    }

    /// <summary>A shell times many runs, so that this program's own way of starting processes is not part of the figure.</summary>
    private static double[] Spawn(string payload, string command, Uri gateway)
    {
        const int Batch = 20;
        double[] times = new double[15];
        for (int i = 0; i < times.Length; i++)
        {
            ProcessStartInfo start = new("/bin/bash", ["-c", $"for i in {{1..{Batch}}}; do {command} codex < {payload} > /dev/null; done"]);
            start.Environment["NEMO_FLOW_GATEWAY_URL"] = gateway.OriginalString.TrimEnd('/');
            long begin = Stopwatch.GetTimestamp();
            using Process process = Process.Start(start)!;
            process.WaitForExit();
            times[i] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds / Batch;
        }

        return times;
    }
}
