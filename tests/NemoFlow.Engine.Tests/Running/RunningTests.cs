// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Running;

namespace NemoFlow.Engine.Tests.Running;

public sealed class RunningTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nemo-flow-run-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("codex-cli 0.169.0\n", "0.169.0")]
    [InlineData("codex-cli 0.170.0-alpha.3", "0.170.0")]
    [InlineData("2.0.5 (Claude Code)", "2.0.5")]
    [InlineData("WARNING: 3 things\ncodex v0.150.1+build", "0.150.1")]
    [InlineData("no version here", null)]
    [InlineData("", null)]
    public void ParseVersion_Output_IsTheFirstVersionInIt(string output, string? version) => Assert.Equal(version, AgentProcess.ParseVersion(output)?.ToString());

    [Theory]
    [InlineData("@ECHO off\r\nGOTO start\r\n:find_dp0\r\nSET dp0=%~dp0\r\nEXIT /b\r\n:start\r\nSETLOCAL\r\nCALL :find_dp0\r\n\r\nIF EXIST \"%dp0%\\node.exe\" (\r\n  SET \"_prog=%dp0%\\node.exe\"\r\n) ELSE (\r\n  SET \"_prog=node\"\r\n  SET PATHEXT=%PATHEXT:;.JS;=;%\r\n)\r\n\r\nendLocal & goto #_undefined_# 2>NUL || title %COMSPEC% & \"%_prog%\"  \"%dp0%\\node_modules\\@openai\\codex\\bin\\codex.js\" %*\r\n", "node_modules\\@openai\\codex\\bin\\codex.js")]
    [InlineData("@IF EXIST \"%~dp0\\node.exe\" (\r\n  \"%~dp0\\node.exe\"  \"%~dp0\\node_modules\\x\\cli.js\" %*\r\n) ELSE (\r\n  node  \"%~dp0\\node_modules\\x\\cli.js\" %*\r\n)", "node_modules\\x\\cli.js")]
    [InlineData("@echo off\r\n\"%~dp0\\codex.exe\" %*", null)]
    [InlineData("", null)]
    public void ScriptIn_BatchFile_IsTheScriptOfNpms(string text, string? script) => Assert.Equal(script, WindowsShim.ScriptIn(text));

    [Fact]
    public void Unwrap_NpmsBatchFile_StartsNodeItself()
    {
        string shim = Path.Combine(_folder, "codex.cmd");
        File.WriteAllText(shim, "\"%_prog%\"  \"%dp0%\\node_modules\\codex.js\" %*");

        Assert.Equal(["node", Path.Combine(_folder, "node_modules", "codex.js")], WindowsShim.Unwrap(shim));
        File.WriteAllText(Path.Combine(_folder, "node.exe"), "");
        Assert.Equal(Path.Combine(_folder, "node.exe"), WindowsShim.Unwrap(shim)[0]);
        Assert.Equal(["/bin/codex"], WindowsShim.Unwrap("/bin/codex"));
    }

    [Fact]
    public void Find_Command_IsTheFirstExecutableOnThePath()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows tells executables by their extension.");
        if (!OperatingSystem.IsWindows())
        {
            string plain = Make("a", executable: false), first = Make("b", executable: true);
            Make("c", executable: true);
            string path = string.Join(':', "", Path.Combine(_folder, "none"), Path.GetDirectoryName(plain), Path.GetDirectoryName(first), Path.Combine(_folder, "c"));

            Assert.Equal(first, ExecutableFinder.Find("tool", _ => path, "/"));
            Assert.Equal(first, ExecutableFinder.Find("tool", _ => "b", _folder));
            Assert.Equal(first, ExecutableFinder.Find("./b/tool", _ => null, _folder));
            Assert.Null(ExecutableFinder.Find("./a/tool", _ => path, _folder));
            Assert.Null(ExecutableFinder.Find("absent", _ => path, _folder));
        }
    }

    private string Make(string folder, bool executable)
    {
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName, "tool");
        File.WriteAllText(path, "#!/bin/sh\n");
        if (executable && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return path;
    }
}
