// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents;
using NemoFlow.Engine.Routing;
using NemoFlow.Hooks;

namespace NemoFlow.Engine.Tests.Routing;

public sealed class SessionRouterTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(50);
    private static readonly JsonElement Body = JsonElement.Parse("{}");

    private readonly HashSet<string> _recorded = [];
    private readonly SessionRouter _router;

    public SessionRouterTests() => _router = new SessionRouter(AgentAdapters.All, _recorded.Contains, "gw");

    [Fact]
    public void RouteHook_EndOfAnUnknownSession_IsSkipped()
    {
        Assert.Null(Hook("SessionEnd", "s"));
        _recorded.Add("s");
        Assert.NotNull(Hook("SessionEnd", "s"));
        Assert.Equal(0, _router.OpenSessions);
    }

    [Fact]
    public void RouteHook_FirstEvent_IsNewOnce()
    {
        Assert.Equal([true, false], [Hook("SessionStart", "s")!.IsNew, Hook("Stop", "s")!.IsNew]);
        Assert.Equal(1, _router.OpenSessions);
        Hook("SessionEnd", "s");
        Assert.Equal(0, _router.OpenSessions);
    }

    [Fact]
    public void RouteRequest_IdsOfTheAgentOrOurHeader_NameTheSession()
    {
        Assert.Equal(("a", "codex"), Both(Request(Now, ("session-id", "a"))));
        Assert.Equal(("b", "codex"), Both(Request(Now, ("session-id", "a"), ("x-nemo-flow-session-id", "b"))));
    }

    [Theory]
    [InlineData("session-id")]
    [InlineData("x-claude-code-session-id")]
    [InlineData("x-nemo-flow-session-id")]
    public void RouteRequest_IdOfNothing_NamesNoSession(string header)
    {
        Assert.Equal("gateway-gateway", Request(Now, (header, "")).SessionId);
        Assert.Equal("a", Request(Now, (header, " "), header == "session-id" ? ("x-nemo-flow-session-id", "a") : ("session-id", "a")).SessionId);
    }

    [Fact]
    public void RouteRequest_WithoutIds_IsAdoptedByTheOnlyActiveSession()
    {
        Assert.Equal("gateway-gateway", Request(Now).SessionId);
        Hook("SessionStart", "s");
        Assert.Equal("s", Request(Now).SessionId);

        Hook("SessionStart", "t");
        SessionRoute first = Request(Now);
        Assert.StartsWith("gateway-isolated-", first.SessionId, StringComparison.Ordinal);
        _router.End(first.SessionId);
        Assert.NotEqual(first.SessionId, Request(Now).SessionId);
    }

    [Fact]
    public void RouteRequest_WithoutIds_IsNotAdoptedBySilentOrEndedSessions()
    {
        Hook("SessionStart", "s");
        Assert.Equal("gateway-gateway", Request(Now.AddMinutes(31)).SessionId);

        Hook("SessionStart", "t");
        Hook("SessionEnd", "t");
        _recorded.Add("gateway-gateway");
        Assert.Equal("gateway-gw", new SessionRouter(AgentAdapters.All, _recorded.Contains, "gw").RouteRequest("x", new Dictionary<string, string>(), Body, Now).SessionId);
    }

    [Fact]
    public void RouteHook_ChildThreadWithItsOwnSession_IsItsParents()
    {
        Hook("SessionStart", "s");
        Hook("SessionStart", "child", ""","source":{"subagent":{"thread_spawn":{"parent_thread_id":"s"}}}""");
        Hook("SessionStart", "grandchild", ""","source":{"subagent":{"thread_spawn":{"parent_thread_id":"child"}}}""");

        Assert.Equal(("s", "child"), (Hook("PreToolUse", "child")!.SessionId, Hook("PreToolUse", "child")!.SubagentId));
        Assert.Equal(("s", "grandchild"), (Hook("Stop", "grandchild")!.SessionId, Hook("Stop", "grandchild")!.SubagentId));
        Assert.Equal(("s", "child"), (Request(Now, ("session-id", "child")).SessionId, Request(Now, ("session-id", "child")).SubagentId));
        Hook("SessionEnd", "child");
        Assert.Equal(1, _router.OpenSessions);
    }

    [Theory]
    [InlineData("PostToolUse", "t", false)]
    [InlineData("PostToolUse", "other", true)]
    [InlineData("PreToolUse", "other", true)]
    [InlineData("Stop", "t", false)]
    [InlineData("SessionEnd", "t", false)]
    public void ExpectsTools_AfterAHook_IsTrueWhileAToolIsUnderWay(string hook, string toolCall, bool expected)
    {
        Hook("UserPromptSubmit", "s");
        Assert.False(_router.ExpectsTools);

        Hook("PreToolUse", "s", ""","tool_name":"Bash","tool_use_id":"t" """);
        Assert.True(_router.ExpectsTools);

        Hook(hook, "s", $""","tool_name":"Bash","tool_use_id":"{toolCall}" """);
        Assert.Equal(expected, _router.ExpectsTools);
    }

    [Fact]
    public void ExpectsTools_SubagentStops_StillWaitsForTheRootsTool()
    {
        Hook("SessionStart", "child", ""","source":{"subagent":{"thread_spawn":{"parent_thread_id":"s"}}}""");
        Hook("PreToolUse", "s", ""","tool_name":"Bash","tool_use_id":"t" """);
        Hook("Stop", "child");

        Assert.True(_router.ExpectsTools);
    }

    [Fact]
    public void RouteHook_ThreadsThatAreEachOthersParent_AreFoundAnyway()
    {
        Hook("SessionStart", "a", ""","source":{"subagent":{"thread_spawn":{"parent_thread_id":"b"}}}""");
        Hook("SessionStart", "b", ""","source":{"subagent":{"thread_spawn":{"parent_thread_id":"a"}}}""");

        Assert.NotNull(Hook("Stop", "a"));
    }

    [Fact]
    public void Forget_SilentSessions_AreNewWhenTheyReturn()
    {
        Hook("SessionStart", "s");
        _router.Forget(Now.AddSeconds(1));

        Assert.Empty(_router.All());
        Assert.True(Hook("Stop", "s")!.IsNew);
    }

    [Fact]
    public void RouteHook_TwoAgentsWithTheSameId_AreTwoSessions()
    {
        JsonElement claude = JsonElement.Parse("""{"session_id":"s","hook_event_name":"Stop"}""");
        AgentEvent ofClaude = AgentAdapters.All.Single(a => a.Agent == AgentKinds.ClaudeCode).Read(new HookInput(claude, new Dictionary<string, string>(), "f"))[0];
        Hook("SessionStart", "s");

        Assert.Equal(("s-claude-code", AgentKinds.ClaudeCode), Both(_router.RouteHook([ofClaude], Now)!));
        Assert.Equal(("s", AgentKinds.Codex), Both(Hook("Stop", "s")!));
        Assert.Equal(("s-claude-code", AgentKinds.ClaudeCode), Both(Request(Now, ("x-claude-code-session-id", "s"))));
        Assert.Equal(("s", AgentKinds.Codex), Both(Request(Now, ("session-id", "s"))));
        Assert.Equal(("s", AgentKinds.Codex), Both(Request(Now, ("x-nemo-flow-session-id", "s"))));
        _recorded.Add("s-claude-code");
        SessionRouter later = new(AgentAdapters.All, _recorded.Contains, "later");
        Assert.Equal("s-claude-code", later.RouteHook([ofClaude], Now)?.SessionId);
    }

    private static (string Session, string Agent) Both(SessionRoute route) => (route.SessionId, route.Agent);

    private SessionRoute? Hook(string name, string session, string more = "")
    {
        JsonElement payload = JsonElement.Parse($$"""{"session_id":"{{session}}","hook_event_name":"{{name}}"{{more}}}""");
        return _router.RouteHook(AgentAdapters.All[0].Read(new HookInput(payload, new Dictionary<string, string>(), "f")), Now);
    }

    private SessionRoute Request(DateTimeOffset time, params (string Name, string Value)[] headers) =>
        _router.RouteRequest("openai.responses", headers.ToDictionary(h => h.Name, h => h.Value), Body, time);
}
