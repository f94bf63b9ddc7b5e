// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace NemoFlow.SpecCases.Tests.Support;

/// <summary>The <c>nemo-flow</c> program in a home and folder of its own.</summary>
internal sealed class CliProcess : IDisposable
{
    public CliProcess() => Folder = Directory.CreateTempSubdirectory("nemo-flow-spec-").FullName;

    public string Folder { get; }

    public string ConfigFolder => Directory.CreateDirectory(Path.Combine(Folder, "config", "nemo-flow")).FullName;

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Writes an executable script for the POSIX shell and gives its path.</summary>
    public string Script(string name, string text)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Scripted agents are shell scripts.");
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, "#!/bin/sh\n" + text + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    public async Task<(int Exit, string Output, string Error)> RunAsync(IEnumerable<string> arguments, string input = "", string? folder = null)
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "nemo-flow.exe" : "nemo-flow");
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            WorkingDirectory = folder ?? Folder,
        };
        foreach (string name in start.Environment.Keys.Where(IsOurs).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        start.Environment["HOME"] = Folder;
        start.Environment["XDG_CONFIG_HOME"] = Path.Combine(Folder, "config");
        start.Environment["NEMO_FLOW_STATE_DIR"] = Path.Combine(Folder, "state");
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        CancellationToken stop = TestContext.Current.CancellationToken;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(stop);
        Task<string> error = process.StandardError.ReadToEndAsync(stop);
        await process.StandardInput.WriteAsync(input.AsMemory(), stop);
        process.StandardInput.Close();
        await process.WaitForExitAsync(stop);
        return (process.ExitCode, await output, await error);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static bool IsOurs(string name) => name.StartsWith("NEMO_FLOW_", StringComparison.OrdinalIgnoreCase)
        || name is "CODEX_HOME" or "OPENAI_API_KEY" or "ANTHROPIC_API_KEY" or "HTTP_PROXY" or "http_proxy" or "ALL_PROXY" or "all_proxy";
}
