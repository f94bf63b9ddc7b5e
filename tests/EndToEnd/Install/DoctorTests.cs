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

    [Theory]
    [InlineData("none", "- live.models      0 of 2 model calls were recorded")]
    [InlineData("builtin", "✓ live.models      2 of 2 model calls were recorded")]
    public async Task Live_RealCodex_ShowsWhatIsRecordedAndLeavesNoTrace(string provider, string models)
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("one-tool");
        await machine.NemoFlowAsync("install", "codex", "--trust", "--provider", provider);

        ProgramResult live = await machine.Case.NemoFlowAsync(["doctor", "--live", "codex"]);

        Assert.True(live.ExitCode == 0, live.Output + live.Error);
        Assert.Contains("PreToolUse 1", live.Output, StringComparison.Ordinal);
        Assert.Contains(models, live.Output, StringComparison.Ordinal);
        Assert.Contains("PreCompact", live.Output.Split('\n').Single(l => l.StartsWith("- live.idle", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Empty(Recording.All(machine.Sandbox));
        Assert.False(Directory.Exists(Path.Combine(machine.Sandbox.CodexHome, "sessions")));
        Assert.Empty(machine.Case.Provider.Requests);
    }

    /// <summary>What keeps hooks from firing for the user keeps them from it in the trial, and is named as the reason.</summary>
    [Theory]
    [InlineData("untrusted", "Codex skips hooks that nobody reviewed: untrusted", "nemo-flow install codex --trust")]
    [InlineData("off", "[features] hooks = false", "nemo-flow install codex")]
    [InlineData("comments", "it is no plain JSON", "take comments and trailing commas out")]
    public async Task Live_CodexSkipsHooks_SaysWhichWereNotRecordedAndWhy(string broken, string why, string remedy)
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("one-tool");
        await machine.NemoFlowAsync(["install", "codex", .. broken == "untrusted" ? (string[])[] : ["--trust"]]);
        string file = broken == "comments" ? Path.Combine(machine.Sandbox.CodexHome, "hooks.json") : machine.Sandbox.ConfigurationPath;
        string text = File.ReadAllText(file);
        File.WriteAllText(file, broken switch
        {
            "off" => text.Contains("hooks = true", StringComparison.Ordinal) ? text.Replace("hooks = true", "hooks = false", StringComparison.Ordinal) : text + "\n[features]\nhooks = false\n",
            "comments" => "// mine\n" + text,
            _ => text,
        });

        ProgramResult live = await machine.Case.NemoFlowAsync(["doctor", "--live", "codex"]);

        Assert.Equal(1, live.ExitCode);
        Assert.Contains("✗ live.hooks       not recorded: SessionStart, UserPromptSubmit, PreToolUse, PostToolUse, Stop (", live.Output, StringComparison.Ordinal);
        Assert.Contains(why, live.Output, StringComparison.Ordinal);
        Assert.Contains(remedy, live.Output, StringComparison.Ordinal);
        Assert.Contains("✓ live.run", live.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "none")]
    [InlineData("[\"--command-hooks\"]", "builtin")]
    public async Task Live_RealClaudeCode_ShowsWhatIsRecordedAndLeavesNoTrace(string options, string provider)
    {
        await using InstalledCodex machine = await ClaudeInstallTests.PrepareAsync();
        await machine.NemoFlowAsync(["install", "claude-code", "--provider", provider, .. JsonSerializer.Deserialize<string[]>(options)!]);
        string[] before = Files(machine.Sandbox);

        ProgramResult live = await machine.Case.NemoFlowAsync(["doctor", "--live", "claude-code"]);

        Assert.True(live.ExitCode == 0, live.Output + live.Error);
        Assert.Contains("PreToolUse 1", live.Output, StringComparison.Ordinal);
        Assert.Contains("SessionEnd 1", live.Output, StringComparison.Ordinal);
        Assert.Contains(provider == "none" ? "- live.models      0 of 2" : "✓ live.models      2 of 2", live.Output, StringComparison.Ordinal);
        Assert.Empty(machine.Case.Provider.Requests);
        Assert.Equal(before, Files(machine.Sandbox));
    }

    [Theory]
    [InlineData("\"disableAllHooks\": true", "disableAllHooks", "SessionStart, UserPromptSubmit, PreToolUse, PostToolUse, Stop (")]
    [InlineData("\"allowedHttpHookUrls\": [\"https://corp.example/*\"]", "allowedHttpHookUrls", "PreToolUse, PostToolUse, Stop (")]
    public async Task Live_ClaudeCodeMayNotRunHooks_SaysWhichWereNotRecordedAndWhy(string setting, string why, string silent)
    {
        await using InstalledCodex machine = await ClaudeInstallTests.PrepareAsync();
        await machine.NemoFlowAsync("install", "claude-code");
        string file = Path.Combine(machine.Sandbox.Environment["CLAUDE_CONFIG_DIR"], "settings.json");
        string text = File.ReadAllText(file);
        File.WriteAllText(file, text[..text.LastIndexOf('}')].TrimEnd() + ",\n  " + setting + "\n}");

        ProgramResult live = await machine.Case.NemoFlowAsync(["doctor", "--live", "claude", "--json"]);

        Assert.Equal(1, live.ExitCode);
        JsonElement hooks = JsonElement.Parse(live.Output).GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "live.hooks");
        Assert.Equal("fail", hooks.GetProperty("status").GetString());
        Assert.StartsWith("not recorded: " + silent, hooks.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains(why, hooks.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_OnlyTheWrapperRan_DoesNotTakeItsHooksForInstalledOnes()
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("plain-text");
        await machine.NemoFlowAsync("install", "codex");
        ProgramResult run = await machine.Case.NemoFlowAsync(["codex", "--", "exec", "--skip-git-repo-check", "-m", "gpt-5.5", "Say hello."]);

        ProgramResult doctor = await machine.Case.NemoFlowAsync(["doctor", "codex"]);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("- hooks.fired      all sessions so far were started by the wrapper", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("✗ hooks.trusted", doctor.Output, StringComparison.Ordinal);
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
        .Where(f => Path.GetFileName(f) is not ("agents.json" or "nemo-flow.log") && !f.Contains("/.cache/", StringComparison.Ordinal) && !f.Contains("/tmp/arg0", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];
}
