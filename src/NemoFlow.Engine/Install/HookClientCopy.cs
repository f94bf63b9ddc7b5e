// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Agents.Common;
using NemoFlow.Hooks;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Install;

/// <summary>
/// The copy of the hook client in <c>bin/</c> of the state folder. Installed hooks point to it, whatever version is installed where: an update
/// replaces the file, and the agents' trust in the command stays. Where there is no native client, a script of the same name starts the
/// program itself; without the program it lets the agent go on.
/// </summary>
public static class HookClientCopy
{
    private const UnixFileMode Executable = PrivateFiles.FolderMode;

    /// <summary>Where the copy is.</summary>
    public static string Path(StateFolder state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return System.IO.Path.Combine(state.Root, "bin", OperatingSystem.IsWindows() ? "nemo-flow-hook.exe" : "nemo-flow-hook");
    }

    /// <summary>The file with the words that start the program, one a line: how a hook client starts a gateway.</summary>
    public static string ProgramPath(StateFolder state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return System.IO.Path.Combine(state.Root, GatewayWire.ProgramFile.Replace('/', System.IO.Path.DirectorySeparatorChar));
    }

    /// <summary>The words of the command for hooks. A state folder of the user's choice goes with it.</summary>
    public static IReadOnlyList<string> Words(StateFolder state, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return string.IsNullOrEmpty(environment("NEMO_FLOW_STATE_DIR")) ? [Path(state)] : [Path(state), "--state-dir=" + state.Root];
    }

    /// <summary>Brings the copy up to date.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="program">The words that start the program.</param>
    /// <param name="nativeHook">The native client; null where there is none.</param>
    public static void Ensure(StateFolder state, IReadOnlyList<string> program, string? nativeHook)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(program);
        string path = Path(state);
        PrivateFiles.CreateFolder(System.IO.Path.GetDirectoryName(path)!);
        if (program.Count > 0)
        {
            AtomicFile.Write(ProgramPath(state), Encoding.UTF8.GetBytes(string.Join('\n', program) + "\n"));
        }

        if (nativeHook is not null)
        {
            Replace(path, File.ReadAllBytes(nativeHook));
        }
        else if (!OperatingSystem.IsWindows() && program.Count > 0)
        {
            Replace(path, Encoding.UTF8.GetBytes(Script(program)));
        }
    }

    /// <summary>A missing program must not fail the agent: the reply is the neutral one.</summary>
    private static string Script(IReadOnlyList<string> program) => $$"""
        #!/bin/sh
        if command -v {{ShellQuote.Posix(program[0])}} >/dev/null 2>&1; then
          exec {{string.Join(' ', program.Select(ShellQuote.Posix))}} hook-forward "$@"
        fi
        cat >/dev/null
        echo "nemo-flow-hook: hook forward failed: nemo-flow is gone; take the hooks out, or install it again" >&2
        case $1 in codex|hermes) printf '{}' ;; *) printf '{"continue":true}' ;; esac

        """.ReplaceLineEndings("\n");

    private static void Replace(string path, byte[] content)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
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
