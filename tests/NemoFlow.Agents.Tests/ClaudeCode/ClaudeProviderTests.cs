// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;
using NemoFlow.Text;

namespace NemoFlow.Agents.Tests.ClaudeCode;

/// <summary>The provider that the user chose stays the provider, and what the user switched off stays off; both are said.</summary>
public sealed class ClaudeProviderTests
{
    private const string User = "/home/user/.claude/settings.json";
    private const string Project = "/project/.claude/settings.json";
    private const string Local = "/project/.claude/settings.local.json";
    private const string Managed = "/etc/claude-code/managed-settings.json";

    [Theory]
    [InlineData(User)]
    [InlineData(Project)]
    [InlineData(Local)]
    [InlineData(null)]
    public void BaseUrl_OfTheUsers_BecomesTheUpstream(string? file)
    {
        ClaudeRun run = new("claude");
        if (file is null)
        {
            run.Environment["ANTHROPIC_BASE_URL"] = "https://user:pw@mine.example/anthropic";
        }
        else
        {
            run.Environment["ANTHROPIC_BASE_URL"] = "https://beaten.example";
            run.Files[file] = """{"env":{"ANTHROPIC_BASE_URL":"https://user:pw@mine.example/anthropic"}}""";
        }

        LaunchPlan plan = run.Plan();

        Assert.Equal("https://user:pw@mine.example/anthropic", plan.AnthropicUpstream?.OriginalString);
        Assert.Equal(ClaudeRun.Gateway, ClaudeRun.Settings(plan).TextAt("env.ANTHROPIC_BASE_URL"));
        Assert.Null(ClaudeRun.Settings(plan).TextAt("env.ENABLE_TOOL_SEARCH"));
        Assert.Contains("is kept", Assert.Single(plan.Notes), StringComparison.Ordinal);
        Assert.DoesNotContain("pw@", plan.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void BaseUrl_InSeveralFiles_TheNearestCounts()
    {
        ClaudeRun run = new("claude");
        run.Files[User] = """{"env":{"ANTHROPIC_BASE_URL":"https://user.example"}}""";
        run.Files[Project] = """{"env":{"ANTHROPIC_BASE_URL":"https://project.example"}}""";
        run.Files[Local] = """{"env":{"ANTHROPIC_BASE_URL":"https://local.example"}}""";

        Assert.Equal("local.example", run.Plan().AnthropicUpstream?.Host);
    }

    [Fact]
    public void BaseUrl_InASourceThatIsNotRead_DoesNotCount()
    {
        ClaudeRun run = new("claude", "--setting-sources", "user");
        run.Files[User] = """{"env":{"ANTHROPIC_BASE_URL":"https://user.example"}}""";
        run.Files[Local] = """{"env":{"ANTHROPIC_BASE_URL":"https://local.example"}}""";

        Assert.Equal("user.example", run.Plan().AnthropicUpstream?.Host);
    }

    [Fact]
    public void BaseUrl_OfAGatewayOfOurs_IsNoUpstream()
    {
        ClaudeRun run = new("claude");
        run.Files[User] = """{"env":{"ANTHROPIC_BASE_URL":"http://127.0.0.1:4040"}}""";

        LaunchPlan plan = run.Plan();

        Assert.Equal((null, true), (plan.AnthropicUpstream, plan.CapturesModels));
        Assert.Empty(plan.Notes);
    }

    [Fact]
    public void BaseUrl_OfAnthropic_KeepsToolSearchOn()
    {
        Assert.Equal("true", ClaudeRun.Settings(new ClaudeRun("claude").Plan()).TextAt("env.ENABLE_TOOL_SEARCH"));

        ClaudeRun chosen = new("claude");
        chosen.Environment["ENABLE_TOOL_SEARCH"] = "false";
        Assert.Null(ClaudeRun.Settings(chosen.Plan()).TextAt("env.ENABLE_TOOL_SEARCH"));
    }

    [Theory]
    [InlineData("CLAUDE_CODE_USE_BEDROCK", "Bedrock")]
    [InlineData("CLAUDE_CODE_USE_VERTEX", "Vertex")]
    [InlineData("CLAUDE_CODE_USE_FOUNDRY", "Foundry")]
    public void OtherService_OfTheUsers_IsHooksOnlyAndSaid(string variable, string says)
    {
        ClaudeRun run = new("claude");
        run.Files[User] = $$$"""{"env":{"{{{variable}}}":1}}""";

        LaunchPlan plan = run.Plan();

        Assert.Equal((true, false, null), (plan.CapturesHooks, plan.CapturesModels, plan.AnthropicUpstream));
        Assert.Contains(says, Assert.Single(plan.Notes), StringComparison.Ordinal);
        Assert.Contains("only hooks are recorded", plan.Notes[0], StringComparison.Ordinal);
        Assert.Null(ClaudeRun.Settings(plan).TextAt("env.ANTHROPIC_BASE_URL"));
        Assert.Empty(plan.Environment);
    }

    [Fact]
    public void OtherService_SwitchedOff_IsNone()
    {
        ClaudeRun run = new("claude");
        run.Environment["CLAUDE_CODE_USE_BEDROCK"] = "0";

        Assert.True(run.Plan().CapturesModels);
    }

    [Theory]
    [InlineData("/etc/claude-code/managed-settings.json")]
    [InlineData("/etc/claude-code/managed-settings.d/10-network.json")]
    public void BaseUrl_OfAnAdministrator_CannotBeChanged(string file)
    {
        ClaudeRun run = new("claude");
        run.Files[file] = """{"env":{"ANTHROPIC_BASE_URL":"https://corp.example"}}""";

        LaunchPlan plan = run.Plan();

        Assert.False(plan.CapturesModels);
        Assert.Contains("administrator", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claude --bare", null, null, "--bare")]
    [InlineData("claude --safe-mode", null, null, "--safe-mode")]
    [InlineData("claude", User, """{"disableAllHooks":true}""", User)]
    [InlineData("claude", Managed, """{"allowManagedHooksOnly":true}""", Managed)]
    public void Hooks_SwitchedOff_AreNotPutInAndItIsSaid(string command, string? file, string? text, string says)
    {
        ClaudeRun run = new(command.Split(' '));
        if (file is not null)
        {
            run.Files[file] = text!;
        }

        LaunchPlan plan = run.Plan();

        Assert.Equal((false, true), (plan.CapturesHooks, plan.CapturesModels));
        Assert.Contains(says, Assert.Single(plan.Notes), StringComparison.Ordinal);
        Assert.Contains("only model calls are recorded", plan.Notes[0], StringComparison.Ordinal);
        Assert.Null(ClaudeRun.Settings(plan).At("hooks"));
        Assert.Null(ClaudeRun.Settings(plan).At("disableAllHooks"));
    }

    [Fact]
    public void Hooks_SwitchedOffFartherAway_AreOn()
    {
        ClaudeRun run = new("claude");
        run.Files[User] = """{"disableAllHooks":true,"allowManagedHooksOnly":true}""";
        run.Files[Local] = """{"disableAllHooks":false}""";

        Assert.True(run.Plan().CapturesHooks);
    }

    [Theory]
    [InlineData("[]", "command")]
    [InlineData("""["https://hooks.example/*"]""", "command")]
    [InlineData("""["https://hooks.example/*","http://127.0.0.1:*"]""", "http")]
    [InlineData("""["http://127.0.0.1:1234/hooks/claude-code"]""", "http")]
    [InlineData("""["*/hooks/claude-code"]""", "http")]
    [InlineData("""["http://127.0.0.1:1234/hooks"]""", "command")]
    [InlineData("""["http://*.1:1234/*/codex"]""", "command")]
    public void HttpHooks_OnlyWhereTheUsersListAllowsThem(string list, string type)
    {
        ClaudeRun run = new("claude");
        run.Files[Project] = $$"""{"allowedHttpHookUrls":{{list}}}""";

        LaunchPlan plan = run.Plan();

        Assert.Equal(type, ClaudeRun.Settings(plan).At("hooks.PreToolUse")!.Value[0].At("hooks")!.Value[0].TextAt("type"));
        Assert.Equal(type == "command", plan.Notes.Any(n => n.Contains("allowedHttpHookUrls", StringComparison.Ordinal)));
        Assert.True(plan.CapturesHooks);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"env":[],"allowedHttpHookUrls":"x","disableAllHooks":"yes"}""")]
    public void Settings_ThatCannotBeRead_AreLeftOut(string text)
    {
        ClaudeRun run = new("claude");
        run.Files[User] = text;

        LaunchPlan plan = run.Plan();

        Assert.Equal((null, true, true), (plan.Problem, plan.CapturesHooks, plan.CapturesModels));
    }
}
