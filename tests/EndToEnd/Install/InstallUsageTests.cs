// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Install;

/// <summary>A choice that an agent does not know is a mistake of whoever typed it, and is not passed over.</summary>
public sealed class InstallUsageTests
{
    [Theory]
    [InlineData("claude-code", "--notify", "codex")]
    [InlineData("claude", "--notify", "codex")]
    [InlineData("cursor", "--notify", "codex")]
    [InlineData("hermes", "--notify", "codex")]
    [InlineData("codex", "--command-hooks", "claude-code")]
    [InlineData("cursor", "--command-hooks", "claude-code")]
    [InlineData("hermes", "--command-hooks", "claude-code")]
    public async Task Install_ChoiceOfAnotherAgent_IsAUsageErrorThatNamesTheAgentsThatKnowIt(string agent, string option, string known)
    {
        await using Sandbox sandbox = new();
        await using RunningProgram program = RunningProgram.Start(sandbox, Programs.NemoFlow, ["install", agent, option]);

        ProgramResult result = await program.WaitAsync();

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains($"knows no {option}: leave it out. It is for {known}.", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(sandbox.Environment["HOME"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(sandbox.State));
    }
}
