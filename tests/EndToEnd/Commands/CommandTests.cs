// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Scenarios;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Tests;

namespace NemoFlow.EndToEnd.Commands;

public sealed class CommandTests
{
    [Fact]
    public async Task Sessions_AfterARun_ListShowAndExport()
    {
        await using CodexCase run = await CodexCase.StartAsync("one-tool");
        Assert.Equal(0, (await run.RunAsync("Run one command.")).ExitCode);
        Recording recording = Recording.Single(run.Sandbox);
        string exported = Path.Combine(run.Sandbox.Root, "exported.json");

        ProgramResult list = await run.NemoFlowAsync(["sessions"]);
        ProgramResult tree = await run.NemoFlowAsync(["sessions", "last"]);
        ProgramResult export = await run.NemoFlowAsync(["export", "atif", "last", "-o", exported]);
        ProgramResult again = await run.NemoFlowAsync(["export", "atif", recording.Id[..13], "-o", exported]);
        ProgramResult unknown = await run.NemoFlowAsync(["sessions", "nothing-like-it"]);

        Assert.Equal((0, ""), (list.ExitCode, list.Error));
        Assert.Contains(recording.Id, Assert.Single(list.Output.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Contains("Run one command.", tree.Output, StringComparison.Ordinal);
        Assert.Contains("echo hello-from-tool", tree.Output, StringComparison.Ordinal);
        Assert.Equal((0, exported), (export.ExitCode, export.Output.Trim()));
        Assert.Empty(AtifValidator.ValidateFile(exported));
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("--force", again.Error, StringComparison.Ordinal);
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("nemo-flow sessions", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--agent", "codex")]
    [InlineData("--agent", "claude-code")]
    public async Task Demo_WithoutAccount_ShowsASessionAndItsFiles(params string[] arguments)
    {
        switch (arguments.LastOrDefault())
        {
            case "codex":
                Programs.RequireCodex();
                break;
            case "claude-code":
                Programs.RequireClaude();
                break;
            default:
                break;
        }

        await using Sandbox sandbox = new();
        await using RunningProgram program = RunningProgram.Start(sandbox, Programs.NemoFlow, ["demo", .. arguments]);

        ProgramResult result = await program.WaitAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Say hello from a tool.", result.Output, StringComparison.Ordinal);
        Assert.Contains("echo hello-from-tool", result.Output, StringComparison.Ordinal);
        Assert.Contains("the provider answered 2 requests", result.Output, StringComparison.Ordinal);
        string[] files = [.. result.Output.Split('\n').Where(l => l.StartsWith("  /", StringComparison.Ordinal)).Select(l => l.Trim())];
        Assert.Equal(2, files.Length);
        Assert.All(files, f => Assert.True(File.Exists(f), f));
        Assert.Empty(AtifValidator.ValidateFile(files.Single(f => f.EndsWith(".atif.json", StringComparison.Ordinal))));
        Assert.Empty(Directory.EnumerateFileSystemEntries(sandbox.State));
        Assert.Empty(Directory.EnumerateFileSystemEntries(sandbox.Work));
        Assert.Empty(sandbox.Processes());
    }
}
