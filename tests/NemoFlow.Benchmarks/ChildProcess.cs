// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;

namespace NemoFlow.Benchmarks;

/// <summary>A process that tells its address in its first line.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process, Uri url)
    {
        _process = process;
        Url = url;
    }

    public Uri Url { get; }

    public static async Task<ChildProcess> StartAsync(string file, string[] arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new IOException($"{file} ended at once.");
        return new ChildProcess(process, new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]));
    }

    /// <summary>Resident memory in MiB.</summary>
    public double ResidentMegabytes() => ResidentMegabytes(_process.Id);

    /// <summary>The executable of the command line, built in the same configuration as this program.</summary>
    public static string NemoFlow()
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "NemoFlow.Cli", configuration, OperatingSystem.IsWindows() ? "nemo-flow.exe" : "nemo-flow"));
    }

    public static Task<ChildProcess> GatewayAsync(Uri upstream, string stateFolder, params (string Name, string Value)[] more) => StartAsync(
        NemoFlow(),
        ["--bind", "127.0.0.1:0"],
        [
            ("NEMO_FLOW_OPENAI_BASE_URL", upstream.OriginalString + "/v1"),
            ("NEMO_FLOW_STATE_DIR", stateFolder),
            ("NEMO_FLOW_ATIF_DIR", Path.Combine(stateFolder, "atif")),
            .. more,
        ]);

    public static Task<ChildProcess> MockAsync() => StartAsync(Environment.ProcessPath!, ["mock"]);

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static double ResidentMegabytes(int processId)
    {
        string line = File.ReadLines($"/proc/{processId}/status").First(l => l.StartsWith("VmRSS", StringComparison.Ordinal));
        return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
