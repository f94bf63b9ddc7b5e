// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using NemoFlow.Engine.Install;

namespace NemoFlow.Engine.Tests.Install;

/// <summary>The scripts in the place of the native hook client.</summary>
public sealed class HookClientScriptTests
{
    [Fact]
    public void Windows_CommandLine_IsThisScript() => Assert.Equal(
        """
        @echo off
        setlocal DisableDelayedExpansion
        for %%I in ("%~dp0..") do set "NEMO_FLOW_OWN_STATE=%%~fI"
        if exist "%~dp0nemo-flow-hook.exe" goto native
        if not exist "C:\R&D 100%%\nemo-flow.exe" goto gone
        "C:\R&D 100%%\nemo-flow.exe" hook-forward %* "--state-dir=%NEMO_FLOW_OWN_STATE%"
        set NEMO_FLOW_EXIT=%ERRORLEVEL%
        if defined NEMO_FLOW_CODE_PAGE chcp %NEMO_FLOW_CODE_PAGE% >nul
        exit /b %NEMO_FLOW_EXIT%
        :native
        "%~dp0nemo-flow-hook.exe" %* "--state-dir=%NEMO_FLOW_OWN_STATE%"
        exit /b %ERRORLEVEL%
        :gone
        if defined NEMO_FLOW_CODE_PAGE chcp %NEMO_FLOW_CODE_PAGE% >nul
        more >nul 2>nul
        >&2 echo nemo-flow-hook: hook forward failed: nemo-flow is gone; take the hooks out, or install it again
        if "%~1"=="codex" echo {}
        if "%~1"=="hermes" echo {}
        if "%~1"=="cursor" echo {"continue":true}
        exit /b 0

        """.ReplaceLineEndings("\r\n"),
        HookClientScript.Windows([@"C:\R&D 100%\nemo-flow.exe"]));

    [Fact]
    public void Windows_PowerShell_LooksForItsScriptToo()
    {
        string script = HookClientScript.Windows([@"C:\Program Files\PowerShell\7\pwsh.exe", "-NoProfile", "-File", @"C:\a^b\bin\nemo-flow.ps1"]);

        Assert.Contains("if not exist \"C:\\Program Files\\PowerShell\\7\\pwsh.exe\" goto gone\r\nif not exist \"C:\\a^b\\bin\\nemo-flow.ps1\" goto gone\r\n", script, StringComparison.Ordinal);
        Assert.Contains("\r\n\"C:\\Program Files\\PowerShell\\7\\pwsh.exe\" -NoProfile -File \"C:\\a^b\\bin\\nemo-flow.ps1\" hook-forward %* ", script, StringComparison.Ordinal);
        Assert.DoesNotContain("65001", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_WordsBeyondAscii_AreReadAsUtf8AndTheTerminalGoesBack()
    {
        string[] lines = HookClientScript.Windows([@"C:\Jörg\nemo-flow.exe"]).Split("\r\n");

        int switched = Array.IndexOf(lines, "chcp 65001 >nul");
        Assert.Contains("'chcp'", lines[switched - 1], StringComparison.Ordinal);
        Assert.True(switched < Array.FindIndex(lines, l => l.Contains("Jörg", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(l => l == "if defined NEMO_FLOW_CODE_PAGE chcp %NEMO_FLOW_CODE_PAGE% >nul"));
    }

    [Theory]
    [InlineData("codex", "{}")]
    [InlineData("hermes", "{}")]
    [InlineData("cursor", """{"continue":true}""")]
    [InlineData("claude-code", "")]
    public async Task Posix_ProgramIsGone_GivesTheNeutralReply(string agent, string reply)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell script.");

        (int exit, string output, string error) = await RunAsync(HookClientScript.Posix(["/no/such folder/nemo-flow"]), agent);

        Assert.Equal((0, reply), (exit, output));
        Assert.Contains("nemo-flow is gone", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Posix_WhatTheProgramRunsIsGone_GivesTheNeutralReply()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell script.");

        (int exit, string output, _) = await RunAsync(HookClientScript.Posix(["/bin/sh", "/no/such/nemo-flow.dll"]), "codex");

        Assert.Equal((0, "{}"), (exit, output));
    }

    [Fact]
    public async Task Posix_ProgramIsThere_GetsTheArguments()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell script.");

        (int exit, string output, _) = await RunAsync(HookClientScript.Posix(["/bin/echo", "it's"]), "codex");

        Assert.Equal((0, "it's hook-forward codex --state-dir=/a b\n"), (exit, output));
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string script, string agent)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", script, "nemo-flow-hook", agent, "--state-dir=/a b"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }
}
