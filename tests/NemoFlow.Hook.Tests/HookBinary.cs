// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using NemoFlow.Tests;

namespace NemoFlow.Hook.Tests;

/// <summary>The hook client as a process of its own.</summary>
internal static class HookBinary
{
    private static readonly string FileName = OperatingSystem.IsWindows() ? "nemo-flow-hook.exe" : "nemo-flow-hook";

    /// <summary>Built for the framework, beside the tests.</summary>
    public static string Managed => Path.Combine(AppContext.BaseDirectory, FileName);

    /// <summary>Published as native code, where somebody has done that.</summary>
    public static string Native => Path.Combine(
        RepositoryPaths.Root, "output", "obj", "publish", "NemoFlow.Hook", $"release_{RuntimeInformation.RuntimeIdentifier}", FileName);

    public static string Choose(bool native)
    {
        Assert.SkipUnless(!native || File.Exists(Native), "No native binary has been published here: dotnet publish src/NemoFlow.Hook -c Release -r <platform>");
        return native ? Native : Managed;
    }

    /// <summary>Runs it with an environment that holds nothing of ours but what is given.</summary>
    public static async Task<(int Exit, string Output, string Error)> RunAsync(
        string binary,
        IReadOnlyDictionary<string, string> environment,
        string input,
        params string[] args)
    {
        ProcessStartInfo start = new(binary, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("NEMO_FLOW_", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        // Beside the runtime that runs this test, wherever that was installed.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach ((string name, string value) in environment)
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
}
