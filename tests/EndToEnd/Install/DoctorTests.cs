// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Install;

public sealed class DoctorTests
{
    [Fact]
    public async Task Doctor_InstalledButNotTrusted_FailsWithTheRemedyAndThenPasses()
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("one-tool");
        await machine.NemoFlowAsync("install", "codex");

        ProgramResult before = await machine.Case.NemoFlowAsync(["doctor", "codex"]);
        await machine.NemoFlowAsync("install", "codex", "--trust");
        ProgramResult after = await machine.Case.NemoFlowAsync(["doctor", "codex", "--json"]);

        Assert.Equal(1, before.ExitCode);
        Assert.Contains("✗ hooks.trusted", before.Output, StringComparison.Ordinal);
        Assert.Contains("nemo-flow install codex --trust", before.Output, StringComparison.Ordinal);
        Assert.True(after.ExitCode == 0, after.Output);
        JsonElement report = JsonElement.Parse(after.Output);
        Assert.True(report.GetProperty("ok").GetBoolean());
        Assert.Equal("pass", report.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "hooks.trusted").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Live_RealCodex_ShowsWhatIsRecordedAndLeavesNoTrace()
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("one-tool");
        await machine.NemoFlowAsync("install", "codex");

        ProgramResult live = await machine.Case.NemoFlowAsync(["doctor", "--live", "codex"]);

        Assert.True(live.ExitCode == 0, live.Output + live.Error);
        Assert.Contains("PreToolUse 1", live.Output, StringComparison.Ordinal);
        Assert.Contains("model calls    2 of 2", live.Output, StringComparison.Ordinal);
        Assert.Empty(Recording.All(machine.Sandbox));
        Assert.False(Directory.Exists(Path.Combine(machine.Sandbox.CodexHome, "sessions")));
        Assert.Empty(machine.Case.Provider.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Live_RealClaudeCode_ShowsWhatIsRecordedAndLeavesNoTrace(bool commands)
    {
        await using InstalledCodex machine = await ClaudeInstallTests.PrepareAsync();
        await machine.NemoFlowAsync(["install", "claude-code", .. commands ? (string[])["--command-hooks"] : []]);
        string[] before = Files(machine.Sandbox);

        ProgramResult live = await machine.Case.NemoFlowAsync(["doctor", "--live", "claude-code"]);

        Assert.True(live.ExitCode == 0, live.Output + live.Error);
        Assert.Contains("PreToolUse 1", live.Output, StringComparison.Ordinal);
        Assert.Contains("SessionEnd 1", live.Output, StringComparison.Ordinal);
        Assert.Empty(machine.Case.Provider.Requests);
        Assert.Equal(before, Files(machine.Sandbox));
    }

    [Fact]
    public async Task Live_CodexThatNotifies_ShowsTurnsOnly()
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("one-tool");
        await machine.NemoFlowAsync("install", "codex", "--notify");
        string[] before = Files(machine.Sandbox);

        ProgramResult live = await machine.Case.NemoFlowAsync(["doctor", "--live", "codex"]);

        Assert.True(live.ExitCode == 0, live.Output + live.Error);
        Assert.Contains("agent-turn-complete 1", live.Output, StringComparison.Ordinal);
        Assert.Equal(before, Files(machine.Sandbox));
    }

    [Fact]
    public async Task Live_NothingInstalled_SaysWhatToDo()
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("one-tool");

        ProgramResult live = await machine.Case.NemoFlowAsync(["doctor", "--live", "codex"]);

        Assert.Equal(1, live.ExitCode);
        Assert.Contains("nemo-flow install codex", live.Error, StringComparison.Ordinal);
    }

    /// <summary>All that the user has, but for what Codex's own program unpacks and the doctor's note of versions.</summary>
    private static string[] Files(Sandbox sandbox) => [.. ((string[])["home", "codex-home", "claude-home", "state", "work"])
        .Select(f => Path.Combine(sandbox.Root, f)).Where(Directory.Exists)
        .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories))
        .Where(f => Path.GetFileName(f) is not ("agents.json" or "nemo-flow.log") && !f.Contains("/.cache/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];
}
