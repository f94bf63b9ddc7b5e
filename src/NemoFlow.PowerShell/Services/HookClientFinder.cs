// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using NemoFlow.Engine.Running;
using NemoFlow.PowerShell.Loading;
using NemoFlow.Storage.Files;

namespace NemoFlow.PowerShell.Services;

/// <summary>
/// What agents are told to run on every hook: the native client where there is one, else <c>nemo-flow hook-forward</c>, else PowerShell
/// itself, which takes half a second per hook and always works.
/// </summary>
internal static class HookClientFinder
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static string FileName => OperatingSystem.IsWindows() ? "nemo-flow-hook.exe" : "nemo-flow-hook";

    /// <summary>Executable and arguments, without the agent's name.</summary>
    public static IReadOnlyList<string> Find(StateFolder state, string currentFolder)
    {
        if (Environment.GetEnvironmentVariable("NEMO_FLOW_HOOK") is { Length: > 0 } named && File.Exists(named))
        {
            return [Path.GetFullPath(named)];
        }

        string bundled = Path.Combine(EngineLoader.BinFolder, "hook", RuntimeInformation.RuntimeIdentifier, FileName);
        if (File.Exists(bundled) && Runnable(bundled, state) is { } native)
        {
            return [native];
        }

        return ExecutableFinder.Find("nemo-flow", Environment.GetEnvironmentVariable, currentFolder) is { } commandLine
            ? [commandLine, "hook-forward"]
            : [Environment.ProcessPath!, "-NoProfile", "-NonInteractive", "-NoLogo", "-File", Path.Combine(EngineLoader.BinFolder, "hook-forward.ps1")];
    }

    /// <summary>Packages are archives that lose the execute bit; where it cannot be set in place, a copy in the state folder gets it.</summary>
    private static string? Runnable(string path, StateFolder state)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0)
        {
            return path;
        }

        try
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | Executable);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Copy(path, state);
        }
    }

    private static string? Copy(string path, StateFolder state)
    {
        try
        {
            string folder = Path.Combine(state.Root, "bin");
            PrivateFiles.CreateFolder(folder);
            string copy = Path.Combine(folder, FileName);
            AtomicFile.Write(copy, File.ReadAllBytes(path));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(copy, PrivateFiles.FolderMode);
            }

            return copy;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another client does it as well, only slower.
            return null;
        }
    }
}
