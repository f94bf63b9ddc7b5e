// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NemoFlow.Engine.Running;

/// <summary>
/// Runs an agent with the terminal, standard streams and folder of this process, and passes signals on. Ctrl+C reaches the agent by the
/// terminal itself; whoever signals only this process means the agent.
/// </summary>
public static class AgentProcess
{
    private const int SigInt = 2;
    private const int SigTerm = 15;
    private const int SigHup = 1;

    /// <summary>Starts the agent and waits until it is gone; gives its exit code, 128 and the signal's number where a signal ended it.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The executable cannot be started.</exception>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string workingDirectory, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(environment);
        ProcessStartInfo start = new(command[0]) { UseShellExecute = false, WorkingDirectory = workingDirectory };
        foreach (string argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = new() { StartInfo = start };
        using PosixSignalRegistration interrupt = Register(PosixSignal.SIGINT, SigInt, process);
        using PosixSignalRegistration terminate = Register(PosixSignal.SIGTERM, SigTerm, process);
        using PosixSignalRegistration hangUp = Register(PosixSignal.SIGHUP, SigHup, process);
        process.Start();
        using CancellationTokenRegistration stopping = stop.Register(() => Send(process, SigTerm));
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return process.ExitCode;
    }

    /// <summary>Asks an executable for its version: the first thing in its output that looks like one.</summary>
    public static async Task<Version?> ProbeVersionAsync(IReadOnlyList<string> executable, TimeSpan limit, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(executable);
        ProcessStartInfo start = new(executable[0]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in executable.Skip(1).Append("--version"))
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = new() { StartInfo = start };
        using CancellationTokenSource patience = new(limit, time);
        try
        {
            process.Start();
            process.StandardInput.Close();
            string output = await process.StandardOutput.ReadToEndAsync(patience.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            return ParseVersion(output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary><c>codex-cli 0.169.0</c> and the like; what follows a hyphen in the version is left out.</summary>
    public static Version? ParseVersion(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (string word in output.Split((char[])[' ', '\n', '\r', '\t', '(', ')'], StringSplitOptions.RemoveEmptyEntries))
        {
            string candidate = word.TrimStart('v').Split('-', '+')[0];
            if (char.IsAsciiDigit(candidate.FirstOrDefault()) && Version.TryParse(candidate, out Version? version))
            {
                return version;
            }
        }

        return null;
    }

    private static PosixSignalRegistration Register(PosixSignal signal, int number, Process process) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (number != SigInt || !TerminalSendsToGroup())
        {
            Send(process, number);
        }
    });

    /// <summary>In the foreground of a terminal, Ctrl+C has reached the agent already; sending it again would mean it twice.</summary>
    private static bool TerminalSendsToGroup()
    {
        if (!OperatingSystem.IsLinux())
        {
            return OperatingSystem.IsWindows() || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("TERM"));
        }

        try
        {
            // pid (comm) state ppid pgrp session tty_nr tpgid
            string stat = File.ReadAllText("/proc/self/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return int.Parse(fields[2], CultureInfo.InvariantCulture) == int.Parse(fields[5], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or FormatException or IndexOutOfRangeException)
        {
            return false;
        }
    }

    private static void Send(Process process, int signal)
    {
        try
        {
            if (process.HasExited)
            {
                return;
            }

            if (OperatingSystem.IsWindows())
            {
                process.Kill(entireProcessTree: true);
            }
            else
            {
                _ = NativeMethods.Kill(process.Id, signal);
            }
        }
        catch (InvalidOperationException)
        {
            // It has not started, or is gone already.
        }
    }
}
