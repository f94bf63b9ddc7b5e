// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation.Language;
using System.Text;
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
        if (Native() is { } found && Runnable(found, state) is { } native)
        {
            return [native];
        }

        return [.. CommandLine(currentFolder) ?? PowerShell(Path.Combine(EngineLoader.BinFolder, "nemo-flow.ps1")), "hook-forward"];
    }

    /// <summary>The native client, runnable or not; null where this module has none for this platform.</summary>
    public static string? Native()
    {
        if (Environment.GetEnvironmentVariable("NEMO_FLOW_HOOK") is { Length: > 0 } named && File.Exists(named))
        {
            return Path.GetFullPath(named);
        }

        string bundled = Path.Combine(EngineLoader.BinFolder, "hook", Platform.Identifier, FileName);
        return File.Exists(bundled) ? bundled : null;
    }

    /// <summary>
    /// The words that start NemoFlow without a user at the keys: its command line where there is one, else a PowerShell with a script in the
    /// state folder, which finds the module wherever it is by then.
    /// </summary>
    public static IReadOnlyList<string> Program(StateFolder state, string currentFolder)
    {
        ArgumentNullException.ThrowIfNull(state);
        return CommandLine(currentFolder) ?? PowerShell(Path.Combine(state.Root, "bin", "nemo-flow.ps1"));
    }

    /// <summary>Brings the script in the state folder up to date, where it is needed.</summary>
    public static void EnsureProgram(StateFolder state, string currentFolder)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (CommandLine(currentFolder) is null)
        {
            string folder = Path.Combine(state.Root, "bin");
            PrivateFiles.CreateFolder(folder);
            string text = File.ReadAllText(Path.Combine(EngineLoader.BinFolder, "nemo-flow.ps1"));
            AtomicFile.Write(Path.Combine(folder, "nemo-flow.ps1"), Encoding.UTF8.GetBytes(text.Replace("$PSScriptRoot", CodeQuote(EngineLoader.BinFolder), StringComparison.Ordinal)));
        }
    }

    private static string[]? CommandLine(string currentFolder) =>
        ExecutableFinder.Find("nemo-flow", Environment.GetEnvironmentVariable, currentFolder) is { } found ? [found] : null;

    /// <summary>The process may be another program that has PowerShell inside.</summary>
    private static string[] PowerShell(string script)
    {
        string own = Environment.ProcessPath!;
        string shell = Path.GetFileNameWithoutExtension(own) == "pwsh" ? own : ExecutableFinder.Find("pwsh", Environment.GetEnvironmentVariable, ".") ?? own;
        return [shell, "-NoProfile", "-NonInteractive", "-NoLogo", "-File", script];
    }

    private static string CodeQuote(string text) => "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";

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
