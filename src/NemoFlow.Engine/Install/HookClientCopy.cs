// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Hooks;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Install;

/// <summary>
/// The copy of the hook client in <c>bin/</c> of the state folder. Installed hooks point to it, whatever version is installed where: an update
/// replaces the file, and the agents' trust in the command stays. Where there is no native client, a script in its place starts the
/// program itself; without the program it lets the agent go on.
/// </summary>
public static class HookClientCopy
{
    /// <summary>The native client's file on Windows.</summary>
    internal const string WindowsName = "nemo-flow-hook.exe";

    /// <summary>The script in its place, which Windows tells by the ending only.</summary>
    private const string WindowsScriptName = "nemo-flow-hook.cmd";

    private const UnixFileMode Executable = PrivateFiles.FolderMode;

    /// <summary>Where the copy is; where there is none, where a native one would be.</summary>
    public static string Path(StateFolder state) => Path(state, OperatingSystem.IsWindows());

    /// <summary>The same for a platform.</summary>
    public static string Path(StateFolder state, bool windows)
    {
        ArgumentNullException.ThrowIfNull(state);
        string script = InBin(state, WindowsScriptName);
        return !windows ? InBin(state, "nemo-flow-hook")
            : File.Exists(script) && !File.Exists(InBin(state, WindowsName)) ? script
            : InBin(state, WindowsName);
    }

    /// <summary>Where an installation with these puts the copy.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="nativeHook">The native client; null where there is none.</param>
    /// <param name="windows">Whether it is for Windows.</param>
    public static string Path(StateFolder state, string? nativeHook, bool windows)
    {
        ArgumentNullException.ThrowIfNull(state);
        // A native client of an earlier version is better than a script: it says the same to any gateway.
        return !windows ? Path(state, windows: false)
            : InBin(state, nativeHook is null && !File.Exists(InBin(state, WindowsName)) ? WindowsScriptName : WindowsName);
    }

    /// <summary>The file with the words that start the program, one a line: how a hook client starts a gateway.</summary>
    public static string ProgramPath(StateFolder state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return System.IO.Path.Combine(state.Root, GatewayWire.ProgramFile.Replace('/', System.IO.Path.DirectorySeparatorChar));
    }

    /// <summary>The words of the command for hooks. A state folder of the user's choice goes with it; a script on Windows knows its own.</summary>
    public static IReadOnlyList<string> Words(InstallOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string path = Path(options.State, options.NativeHook, options.Windows);
        return string.IsNullOrEmpty(options.Environment("NEMO_FLOW_STATE_DIR")) || path.EndsWith(WindowsScriptName, StringComparison.Ordinal)
            ? [path]
            : [path, "--state-dir=" + options.State.Root];
    }

    /// <summary>Whether the copy is another than the native client of today; false where there is no copy, or no native client to compare it with.</summary>
    public static bool IsOther(StateFolder state, string? nativeHook)
    {
        try
        {
            string path = Path(state, nativeHook, OperatingSystem.IsWindows());
            return nativeHook is not null && File.Exists(path) && !File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(nativeHook));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Brings the copy up to date.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="program">The words that start the program.</param>
    /// <param name="nativeHook">The native client; null where there is none.</param>
    public static void Ensure(StateFolder state, IReadOnlyList<string> program, string? nativeHook) =>
        Ensure(state, program, nativeHook, OperatingSystem.IsWindows());

    /// <summary>The same for a platform.</summary>
    public static void Ensure(StateFolder state, IReadOnlyList<string> program, string? nativeHook, bool windows)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(program);
        string path = Path(state, nativeHook, windows);
        PrivateFiles.CreateFolder(System.IO.Path.GetDirectoryName(path)!);
        if (program.Count > 0)
        {
            AtomicFile.Write(ProgramPath(state), Encoding.UTF8.GetBytes(string.Join('\n', program) + "\n"));
        }

        string script = windows ? InBin(state, WindowsScriptName) : path;
        if (program.Count > 0 && (windows ? path == script || File.Exists(script) : nativeHook is null))
        {
            // A script whose command agents know stays on Windows beside a native client, and leads to it.
            Replace(script, Encoding.UTF8.GetBytes(windows ? HookClientScript.Windows(program) : HookClientScript.Posix(program)));
        }

        if (nativeHook is not null)
        {
            Replace(path, File.ReadAllBytes(nativeHook));
        }
    }

    private static string InBin(StateFolder state, string name) => System.IO.Path.Combine(state.Root, "bin", name);

    private static void Replace(string path, byte[] content)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) == 0)
            {
                File.SetUnixFileMode(path, Executable);
            }

            return;
        }

        // A program that is running cannot be written to, but can be replaced.
        string temporary = path + ".new";
        File.Delete(temporary);
        File.WriteAllBytes(temporary, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary, Executable);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
