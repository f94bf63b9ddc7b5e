// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents.Common;
using NemoFlow.Text;

namespace NemoFlow.Agents.Tests.ClaudeCode;

public sealed class ClaudeLauncherTests
{
    [Fact]
    public void Plan_PlainCommand_LeadsModelsAndHooksToTheGateway()
    {
        LaunchPlan plan = new ClaudeRun("claude", "-p", "hi").Plan();

        Assert.Equal(["claude", "--settings", "-p", "hi"], [plan.Command[0], plan.Command[1], .. plan.Command.Skip(3)]);
        Assert.Equal(ClaudeRun.Gateway, ClaudeRun.Settings(plan).TextAt("env.ANTHROPIC_BASE_URL"));
        Assert.Equal(ClaudeRun.Gateway, plan.Environment["ANTHROPIC_BASE_URL"]);
        JsonElement hooks = ClaudeRun.Settings(plan).At("hooks")!.Value;
        Assert.Equal(28, hooks.EnumerateObject().Count());
        Assert.Equal(
            """{"type":"http","url":"http://127.0.0.1:1234/hooks/claude-code","timeout":30}""", hooks.At("PreToolUse")!.Value[0].At("hooks")!.Value[0].GetRawText());
        Assert.Equal(
            """{"type":"command","command":"'/opt/nemo flow/nemo-flow-hook' claude-code","timeout":30}""", hooks.At("SessionStart")!.Value[0].At("hooks")!.Value[0].GetRawText());
        Assert.Equal((true, true, null), (plan.CapturesHooks, plan.CapturesModels, plan.AnthropicUpstream));
        Assert.Empty(plan.Notes);
        Assert.Empty(plan.PrivateFiles);
    }

    [Theory]
    [InlineData(2, 1, 62, "command")]
    [InlineData(2, 1, 63, "http")]
    public void Plan_ByVersion_PostsHooksWhereTheVersionCan(int major, int minor, int build, string type)
    {
        LaunchPlan plan = new ClaudeRun("claude") { Version = new Version(major, minor, build) }.Plan();

        Assert.Equal(type, ClaudeRun.Settings(plan).At("hooks.Stop")!.Value[0].At("hooks")!.Value[0].TextAt("type"));
        Assert.Null(ClaudeRun.Settings(plan).At("hooks.StopFailure"));
    }

    [Fact]
    public void Plan_TooOld_IsRefused() => Assert.Contains("2.0.45", new ClaudeRun("claude") { Version = new Version(2, 0, 44) }.Plan().Problem, StringComparison.Ordinal);

    [Fact]
    public void Plan_SettingsOfTheUser_AreMergedAndTheLastOneCounts()
    {
        LaunchPlan plan = new ClaudeRun("claude", "--settings", """{"model":"lost"}""", "--model", "opus", """--settings={"model":"kept","env":{"PRIVATE":"p","ANTHROPIC_BASE_URL":"https://mine.example/a"},"hooks":{"Stop":[{"hooks":[{"type":"command","command":"mine"}]}]}}""", "-p", "--", "--settings", "literal").Plan();

        JsonElement settings = ClaudeRun.Settings(plan with { Command = [.. plan.Command.TakeWhile(w => w != "--")] });
        Assert.Equal(("kept", "p", ClaudeRun.Gateway), (settings.TextAt("model"), settings.TextAt("env.PRIVATE"), settings.TextAt("env.ANTHROPIC_BASE_URL")));
        Assert.Equal(["mine", null], settings.At("hooks.Stop")!.Value.EnumerateArray().Select(g => g.At("hooks")!.Value[0].TextAt("command")));
        Assert.Equal("https://mine.example/a", plan.AnthropicUpstream?.OriginalString);
        Assert.Equal(["--", "--settings", "literal"], plan.Command.TakeLast(3));
        Assert.Equal("""{"model":"lost"}""", plan.Command[2]);
    }

    [Fact]
    public void Plan_SettingsFile_GoesToAPrivateFileAndNeverToArguments()
    {
        ClaudeRun run = new("claude", "--settings", "mine.json", "-p", "hi");
        run.Files["/project/mine.json"] = """{"env":{"PRIVATE":"secret-value"} /* why */, "model":"m",}""";

        LaunchPlan plan = run.Plan();

        string path = ClaudeRun.Private + "/claude-settings.json";
        Assert.Equal(["claude", "--settings", path, "-p", "hi"], plan.Command);
        Assert.Equal(("secret-value", "m"), (ClaudeRun.Settings(plan).TextAt("env.PRIVATE"), ClaudeRun.Settings(plan).TextAt("model")));
        Assert.DoesNotContain(plan.ShownCommand!, w => w.Contains("secret-value", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_Shown_MasksVariablesAndHeadersOfTheUser()
    {
        LaunchPlan plan = new ClaudeRun("claude", "--settings", """{"env":{"PRIVATE":"secret-1"},"hooks":{"Stop":[{"hooks":[{"type":"http","url":"https://x","headers":{"a":"secret-2"}}]}]}}""").Plan();

        string shown = string.Join(' ', plan.ShownCommand!);
        Assert.DoesNotContain("secret-", shown, StringComparison.Ordinal);
        Assert.Contains(ClaudeRun.Gateway, shown, StringComparison.Ordinal);
        Assert.Contains("secret-1", string.Join(' ', plan.Command), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing its value", "claude", "--settings")]
    [InlineData("failed to read", "claude", "--settings", "nowhere.json")]
    [InlineData("failed to parse", "claude", "--settings", "{\"a\":}")]
    [InlineData("must contain a JSON object", "claude", "--settings", "list.json")]
    [InlineData("field `env` must be a JSON object", "claude", "--settings={\"env\":[]}")]
    [InlineData("field `hooks` must be a JSON object", "claude", "--settings={\"hooks\":1}")]
    [InlineData("`hooks.Stop` must be an array", "claude", "--settings={\"hooks\":{\"Stop\":{}}}")]
    [InlineData("outlives this run", "claude", "--bg", "do it")]
    public void Plan_WhatCannotBe_IsRefusedInOneLine(string says, params string[] command)
    {
        ClaudeRun run = new(command);
        run.Files["/project/list.json"] = "[]";

        LaunchPlan plan = run.Plan();

        Assert.Contains(says, plan.Problem, StringComparison.Ordinal);
        Assert.Single(plan.Problem!.Split('\n'));
    }

    [Theory]
    [InlineData("npx -y @anthropic-ai/claude-code -p hi", 2)]
    [InlineData("wrapper claude subcommand /opt/bin/claude --resume", 3)]
    [InlineData("/usr/bin/env A=/x/claude /opt/claude.exe", 2)]
    public void Plan_BehindALauncher_InsertsBehindTheLastWordThatIsTheAgent(string command, int executable)
    {
        string[] words = command.Split(' ');

        LaunchPlan plan = new ClaudeRun(words).Plan();

        Assert.Equal([.. words[..(executable + 1)], "--settings"], plan.Command.Take(executable + 2));
        Assert.Equal(words[(executable + 1)..], plan.Command.Skip(executable + 3));
    }

    [Theory]
    [InlineData("claude mcp list")]
    [InlineData("claude --version")]
    [InlineData("claude -h")]
    [InlineData("my-wrapper --go")]
    public void Plan_WithoutConversation_ChangesNothing(string command)
    {
        LaunchPlan plan = new ClaudeRun(command.Split(' ')).Plan();

        Assert.Equal(command.Split(' '), plan.Command);
        Assert.Equal((null, false, false), (plan.Problem, plan.CapturesHooks, plan.CapturesModels));
        Assert.Empty(plan.Environment);
    }

    [Fact]
    public void Plan_CustomHeaders_KeepTheUsersAndStayOutOfArguments()
    {
        ClaudeRun run = new("claude");
        run.Environment["ANTHROPIC_CUSTOM_HEADERS"] = "x-team: blue\n";

        LaunchPlan plan = run.Plan();

        Assert.Equal("x-team: blue\nx-nemo-flow-token: token", plan.Environment["ANTHROPIC_CUSTOM_HEADERS"]);
        Assert.Contains("ANTHROPIC_CUSTOM_HEADERS", plan.SecretVariables);
        Assert.DoesNotContain(plan.Command, w => w.Contains("token", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_CustomHeadersInSettings_StayAsTheyAre()
    {
        ClaudeRun run = new("claude");
        run.Files["/home/user/.claude/settings.json"] = """{"env":{"ANTHROPIC_CUSTOM_HEADERS":"x-team: blue"}}""";

        LaunchPlan plan = run.Plan();

        Assert.False(plan.Environment.ContainsKey("ANTHROPIC_CUSTOM_HEADERS"));
        Assert.Null(ClaudeRun.Settings(plan).TextAt("env.ANTHROPIC_CUSTOM_HEADERS"));
    }

    [Fact]
    public void Plan_Credentials_AreNeitherSetNorReplaced()
    {
        LaunchPlan plan = new ClaudeRun("claude").Plan();

        string[] credentials = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN", "apiKeyHelper"];
        Assert.DoesNotContain(plan.Environment.Keys, credentials.Contains);
        Assert.DoesNotContain(credentials, c => ClaudeRun.Settings(plan).GetRawText().Contains(c, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/home/user/.claude/settings.json")]
    [InlineData("/project/.claude/settings.local.json")]
    public void Plan_ProxyInSettings_ExceptsThisMachine(string file)
    {
        ClaudeRun run = new("claude");
        run.Files[file] = """{"env":{"HTTP_PROXY":"http://proxy:3128","NO_PROXY":"internal"}}""";

        JsonElement env = ClaudeRun.Settings(run.Plan()).At("env")!.Value;

        Assert.Equal(("internal,127.0.0.1,localhost,::1", "internal,127.0.0.1,localhost,::1"), (env.TextAt("NO_PROXY"), env.TextAt("no_proxy")));
    }
}
