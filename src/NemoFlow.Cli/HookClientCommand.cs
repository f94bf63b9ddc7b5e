// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Cli;

/// <summary>What agents are told to run on every hook.</summary>
internal static class HookClientCommand
{
    /// <summary>The native client where it stands beside this program, else this program's own <c>hook-forward</c>.</summary>
    public static IReadOnlyList<string> Words() => Native() is { } native ? [native] : [.. Program(), "hook-forward"];

    /// <summary>The native client; null where there is none.</summary>
    public static string? Native()
    {
        string name = OperatingSystem.IsWindows() ? "nemo-flow-hook.exe" : "nemo-flow-hook";
        string? named = Environment.GetEnvironmentVariable("NEMO_FLOW_HOOK");
        if (!string.IsNullOrEmpty(named) && File.Exists(named))
        {
            return Path.GetFullPath(named);
        }

        string native = Path.Combine(AppContext.BaseDirectory, name);
        return File.Exists(native) ? native : null;
    }

    /// <summary>The words that start this program.</summary>
    public static IReadOnlyList<string> Program()
    {
        string executable = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(executable) == "dotnet" ? [executable, Path.Combine(AppContext.BaseDirectory, "nemo-flow.dll")] : [executable];
    }
}
