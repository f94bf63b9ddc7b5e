// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Agents.Common;
using NemoFlow.Agents.Install;
using NemoFlow.Hooks;

namespace NemoFlow.Engine.Install;

/// <summary>
/// The script that stands in for the native hook client: it starts the program's <c>hook-forward</c>. Whatever it starts may be gone when
/// the agent runs it, which must not fail the agent: then it gives the neutral reply.
/// </summary>
public static class HookClientScript
{
    private const string Gone = "nemo-flow-hook: hook forward failed: nemo-flow is gone; take the hooks out, or install it again";

    /// <summary>For a POSIX shell.</summary>
    /// <param name="program">The words that start the program.</param>
    public static string Posix(IReadOnlyList<string> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        IEnumerable<string> there = Files(program, windows: false).Select(f => $" && [ -e {ShellQuote.Posix(f)} ]");
        IEnumerable<string> replies = Replies().Select(r => $"{string.Join('|', r)}) printf '%s' {ShellQuote.Posix(r.Key)} ;;");
        return $"""
            #!/bin/sh
            if command -v {ShellQuote.Posix(program[0])} >/dev/null 2>&1{string.Concat(there)}; then
              exec {string.Join(' ', program.Select(ShellQuote.Posix))} hook-forward "$@"
            fi
            cat >/dev/null
            echo "{Gone}" >&2
            case $1 in {string.Join(' ', replies)} esac

            """.ReplaceLineEndings("\n");
    }

    /// <summary>
    /// For Windows, where agents start it from PowerShell, from Git's shell or by themselves. It knows its own state folder, so that the
    /// folder's name need not pass another reading of the command line. A native client that comes later takes over without a change to
    /// the command, which agents have been told to trust.
    /// </summary>
    /// <param name="program">The words that start the program.</param>
    public static string Windows(IReadOnlyList<string> program)
    {
        ArgumentNullException.ThrowIfNull(program);
        StringBuilder text = new();
        void Line(string line) => text.Append(line).Append("\r\n");
        Line("@echo off");
        Line("setlocal DisableDelayedExpansion");
        Line("for %%I in (\"%~dp0..\") do set \"NEMO_FLOW_OWN_STATE=%%~fI\"");
        Line($"if exist \"%~dp0{HookClientCopy.WindowsName}\" goto native");
        if (program.Any(w => !Ascii.IsValid(w)))
        {
            // The words below are UTF-8, which the interpreter reads only under this code page. It is the terminal's, and goes back.
            Line("for /f \"tokens=2 delims=:.\" %%C in ('chcp') do set \"NEMO_FLOW_CODE_PAGE=%%C\"");
            Line("chcp 65001 >nul");
        }

        foreach (string file in (IEnumerable<string>)[program[0], .. Files(program, windows: true)])
        {
            Line($"if not exist {ShellQuote.Batch(file)} goto gone");
        }

        Line($"{string.Join(' ', program.Select(ShellQuote.Batch))} hook-forward %* \"--state-dir=%NEMO_FLOW_OWN_STATE%\"");
        Line("set NEMO_FLOW_EXIT=%ERRORLEVEL%");
        Line("if defined NEMO_FLOW_CODE_PAGE chcp %NEMO_FLOW_CODE_PAGE% >nul");
        Line("exit /b %NEMO_FLOW_EXIT%");
        Line(":native");
        Line($"\"%~dp0{HookClientCopy.WindowsName}\" %* \"--state-dir=%NEMO_FLOW_OWN_STATE%\"");
        Line("exit /b %ERRORLEVEL%");
        Line(":gone");
        Line("if defined NEMO_FLOW_CODE_PAGE chcp %NEMO_FLOW_CODE_PAGE% >nul");
        Line("more >nul 2>nul");
        Line($">&2 echo {Gone}");
        foreach (IGrouping<string, string> reply in Replies())
        {
            foreach (string agent in reply)
            {
                Line($"if \"%~1\"==\"{agent}\" echo {reply.Key}");
            }
        }

        Line("exit /b 0");
        return text.ToString();
    }

    /// <summary>The files among the words, the program itself apart: a script or an assembly that something else runs.</summary>
    private static IEnumerable<string> Files(IReadOnlyList<string> program, bool windows) =>
        program.Skip(1).Where(w => windows ? w.Length > 2 && w[1] == ':' && w[2] is '\\' or '/' || w.StartsWith(@"\\", StringComparison.Ordinal) : w.StartsWith('/'));

    /// <summary>What leaves each agent to do what it would have done; an agent that expects no reply is left out.</summary>
    private static IEnumerable<IGrouping<string, string>> Replies() =>
        HookInstallers.All.Select(i => i.Agent).Where(a => HookWire.NeutralReply(a) is { Length: > 0 }).GroupBy(a => HookWire.NeutralReply(a)!);
}
