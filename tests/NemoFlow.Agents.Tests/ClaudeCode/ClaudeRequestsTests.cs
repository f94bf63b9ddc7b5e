// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents.ClaudeCode;
using NemoFlow.Hooks;
using NemoFlow.Tests;

namespace NemoFlow.Agents.Tests.ClaudeCode;

public sealed class ClaudeRequestsTests
{
    private static readonly IAgentAdapter Adapter = new ClaudeAdapter();

    [Theory]
    [InlineData("0002", "d097894b-f091-41e4-b990-77991e1b3256", null, true)]
    [InlineData("0012", "a1184534-184a-40ae-b1b1-73028817a465", "af9803dbc6069296a", false)]
    [InlineData("0014", "a1184534-184a-40ae-b1b1-73028817a465", null, true)]
    public void Identify_CapturedRequest_KnowsSessionAgentAndVersion(string number, string session, string? agent, bool isRoot)
    {
        RequestIdentity identity = Adapter.Identify(Head(number), Body(number))!;

        Assert.Equal(("claude-code", session, agent, "2.1.197", isRoot), (identity.Agent, identity.SessionId, identity.SubagentId, identity.AgentVersion, identity.IsRoot));
    }

    [Fact]
    public void Identify_HeadersStripped_FindsTheSessionInTheBody() =>
        Assert.Equal("a1184534-184a-40ae-b1b1-73028817a465", Adapter.Identify(new Dictionary<string, string>(), Body("0012"))?.SessionId);

    [Fact]
    public void Identify_OlderUserId_EndsInTheSession()
    {
        JsonElement body = JsonElement.Parse("""{"metadata":{"user_id":"user_0a1b_account__session_11111111-2222-4333-8444-555555555555"}}""");

        Assert.Equal("11111111-2222-4333-8444-555555555555", Adapter.Identify(new Dictionary<string, string>(), body)?.SessionId);
    }

    [Theory]
    [InlineData("2.1.197", "x-anthropic-billing-header: cc_version=2.1.197.f1c; cc_is_subagent=true;", false)]
    [InlineData("2.1.138", "x-anthropic-billing-header: cc_version=2.1.138.f1c;", false)]
    [InlineData("2.1.197", "You said cc_is_subagent=true", true)]
    public void Identify_WithoutAgentId_IsTheRootOnlyWhereSubagentsNameThemselves(string version, string system, bool isRoot)
    {
        Dictionary<string, string> headers = new() { ["user-agent"] = $"claude-cli/{version} (external, cli)", ["x-claude-code-session-id"] = "s" };

        Assert.Equal(isRoot, Adapter.Identify(headers, JsonElement.Parse(JsonSerializer.Serialize(new { system = new[] { new { type = "text", text = system } } })))!.IsRoot);
    }

    [Theory]
    [InlineData("""{"model":"claude-sonnet-4","messages":[]}""")]
    [InlineData("""{"metadata":{"user_id":"somebody"}}""")]
    [InlineData("""{"metadata":{"user_id":"{\"name\":\"x\"}"}}""")]
    public void Identify_OtherClients_AreNotClaudeCode(string body) =>
        Assert.Null(Adapter.Identify(new Dictionary<string, string> { ["user-agent"] = "python-httpx" }, JsonElement.Parse(body)));

    [Theory]
    [InlineData("claude-haiku-4-5", 1, "test", true)]
    [InlineData("claude-haiku-4-5", 1, "quota", true)]
    [InlineData("claude-haiku-4-5", 2, "test", false)]
    [InlineData("gpt-5.5", 1, "test", false)]
    [InlineData("claude-haiku-4-5", 1, "test me", false)]
    public void IsProbe_OnlyTheStartupRequest(string model, int maxTokens, string text, bool expected)
    {
        LlmRequest request = new()
        {
            Model = model,
            Body = JsonElement.Parse($$"""{"max_tokens":{{maxTokens}}}"""),
            NewItems = [new LlmItem { Kind = LlmItemKind.Message, Role = "user", Text = text, Raw = JsonElement.Parse("{}") }],
        };

        Assert.Equal(expected, Adapter.IsProbe(request));
        Assert.False(Adapter.IsProbe(request with { NewItems = [.. request.NewItems, .. request.NewItems] }));
        Assert.False(Adapter.IsProbe(request with { HistoryCount = 1 }));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("say hi", "say hi")]
    [InlineData("<system-reminder>\nday\n</system-reminder>\n\n\nsay hi", "say hi")]
    [InlineData("<system-reminder>a</system-reminder>say<system-reminder>b</system-reminder>", "say")]
    [InlineData("<system-reminder>only this</system-reminder>\n", null)]
    [InlineData("what is <system-reminder>?", "what is <system-reminder>?")]
    [InlineData("Your response above was cut off mid-stream. Resume directly from where it stops", null)]
    [InlineData("<system-reminder>a</system-reminder>\nStop hook feedback:\n[test]: once more", null)]
    [InlineData("Your response above was wrong.", "Your response above was wrong.")]
    public void UserText_WithReminders_IsWhatTheUserSaid(string? text, string? expected) => Assert.Equal(expected, Adapter.UserText(text));

    private static Dictionary<string, string> Head(string number) => File.ReadAllLines(Find("request-heads", number)).Skip(1)
        .Select(l => l.Split(": ", 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase);

    private static JsonElement Body(string number) => JsonElement.Parse(File.ReadAllText(Find("request-bodies-trimmed", number)));

    private static string Find(string folder, string number) =>
        Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Fixtures, "claude-code", "2.1.197", folder), number + "-*").Single();
}
