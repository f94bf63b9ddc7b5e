// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Install;

/// <summary>Whoever installs at a terminal is asked whether Codex may run the hooks.</summary>
public sealed class CodexTrustQuestionTests
{
    private const string Terminal = "/usr/bin/script";

    [Theory]
    [InlineData("y\n", "14 trusted")]
    [InlineData("\n", "not trusted")]
    [InlineData("n\n", "not trusted")]
    public async Task Install_AtATerminal_AsksAndDoesNothingUnlessToldTo(string answer, string expected)
    {
        Assert.SkipUnless(File.Exists(Terminal), "script, which makes a terminal, is not installed");
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("plain-text");
        await using RunningProgram program = RunningProgram.Start(machine.Sandbox, Terminal, ["-qec", "nemo-flow install codex", "/dev/null"], answer);

        ProgramResult result = await program.WaitAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Trust them now?", result.Output, StringComparison.Ordinal);
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
        Assert.Equal(expected == "14 trusted", File.ReadAllText(machine.Sandbox.ConfigurationPath).Contains("trusted_hash", StringComparison.Ordinal));
        await machine.UninstallAsync();
    }
}
