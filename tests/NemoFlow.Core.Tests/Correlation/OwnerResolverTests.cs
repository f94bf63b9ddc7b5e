// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Correlation;
using NemoFlow.Hooks;

namespace NemoFlow.Core.Tests.Correlation;

public sealed class OwnerResolverTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly OwnerResolver _resolver = new();

    [Fact]
    public void Resolve_AgentsOwnId_WinsOverEverything()
    {
        _resolver.Add(new OwnerHint { SubagentId = "b" }, "x", Now);

        OwnerChoice choice = _resolver.Resolve(new RequestIdentity { Agent = "codex", SubagentId = "a", TurnId = "t" }, new CallIds { SubagentId = "b" }, ["a", "b"], Now);

        Assert.Equal(new OwnerChoice("a", "agent_id"), choice);
    }

    [Fact]
    public void Resolve_TurnWithoutSubagent_IsTheRootsUnlessAHeaderNamesOne()
    {
        RequestIdentity root = new() { Agent = "codex", TurnId = "t" };

        Assert.Equal(new OwnerChoice(null, "agent_id"), _resolver.Resolve(root, new CallIds(), ["a"], Now));
        Assert.Equal(new OwnerChoice("a", "explicit"), _resolver.Resolve(root, new CallIds { SubagentId = "a" }, ["a"], Now));
    }

    [Fact]
    public void Resolve_ToolResults_WinOverHintsAndNotOverNames()
    {
        _resolver.Add(new OwnerHint { AgentId = "b" }, "x", Now);

        Assert.Equal(new OwnerChoice("a", "tool_result"), _resolver.Resolve(null, new CallIds { AnswersTools = true, AnswersToolsOf = "a" }, ["a", "b"], Now));
        Assert.Equal(new OwnerChoice(null, "tool_result"), _resolver.Resolve(null, new CallIds { AnswersTools = true }, ["a", "b"], Now));
        Assert.Equal("explicit", _resolver.Resolve(null, new CallIds { AnswersTools = true, SubagentId = "b" }, ["a", "b"], Now).Source);
    }

    [Theory]
    [InlineData("a", "explicit")]
    [InlineData("gone", "single_hint")]
    public void Resolve_Header_CountsForActiveSubagentsOnly(string named, string source)
    {
        _resolver.Add(new OwnerHint { AgentId = "b" }, "x", Now);

        Assert.Equal(source, _resolver.Resolve(null, new CallIds { SubagentId = named }, ["a", "b"], Now).Source);
    }

    [Fact]
    public void Resolve_SingleHint_IsTakenOnce()
    {
        _resolver.Add(new OwnerHint { AgentId = "a", Model = "m" }, "x", Now);

        Assert.Equal(new OwnerChoice("a", "single_hint", 1), _resolver.Resolve(null, new CallIds { Model = "m" }, ["a", "b"], Now));
        Assert.Equal("sticky_last_owner", _resolver.Resolve(null, new CallIds(), ["a", "b"], Now).Source);
    }

    [Fact]
    public void Resolve_SingleHintOfAnInactiveSubagent_IsTheRoots()
    {
        _resolver.Add(new OwnerHint { AgentId = "gone" }, "x", Now);

        Assert.Equal(new OwnerChoice(null, "single_hint", 0), _resolver.Resolve(null, new CallIds(), ["a"], Now));
    }

    [Theory]
    [InlineData("a", null, null, null, null, 8)]
    [InlineData(null, "c", null, null, null, 4)]
    [InlineData(null, null, "g", null, null, 4)]
    [InlineData(null, null, null, "r", null, 4)]
    [InlineData(null, null, null, null, "m", 1)]
    [InlineData("a", "c", "g", "r", "m", 21)]
    public void Resolve_SeveralHints_TakesTheBest(string? subagent, string? conversation, string? generation, string? request, string? model, int score)
    {
        _resolver.Add(new OwnerHint { SubagentId = "b", ConversationId = "other" }, "x", Now);
        _resolver.Add(new OwnerHint { SubagentId = "a", ConversationId = "c", GenerationId = "g", RequestId = "r", Model = "m" }, "x", Now);

        // A header that names an active subagent would decide before any hint is weighed.
        OwnerChoice choice = _resolver.Resolve(
            null, new CallIds { SubagentId = subagent, ConversationId = conversation, GenerationId = generation, RequestId = request, Model = model }, subagent is null ? ["a", "b"] : [], Now);

        Assert.Equal(new OwnerChoice(subagent is null ? "a" : null, "matched_hint", score), choice);
    }

    [Theory]
    [InlineData("m")]
    [InlineData("other")]
    public void Resolve_TiedOrUnmatchedHints_AreTheRoots(string model)
    {
        _resolver.Add(new OwnerHint { SubagentId = "a", Model = "m" }, "x", Now);
        _resolver.Add(new OwnerHint { SubagentId = "b", Model = "m" }, "x", Now);

        Assert.Equal((null, "ambiguous_fallback"), (_resolver.Resolve(null, new CallIds { Model = model }, ["a", "b"], Now).SubagentId, _resolver.Resolve(null, new CallIds { Model = model }, ["a", "b"], Now).Source));
    }

    [Theory]
    [InlineData(300, "single_hint")]
    [InlineData(301, "active_subagent")]
    public void Resolve_Hint_LivesFiveMinutes(int seconds, string source)
    {
        _resolver.Add(new OwnerHint { AgentId = "a" }, "x", Now);

        Assert.Equal(source, _resolver.Resolve(null, new CallIds(), ["a"], Now.AddSeconds(seconds)).Source);
    }

    [Theory]
    [InlineData(300, "sticky_last_owner")]
    [InlineData(301, "agent_fallback")]
    public void Resolve_LastOwner_LivesFiveMinutes(int seconds, string source)
    {
        _resolver.Resolve(null, new CallIds { SubagentId = "a" }, ["a", "b"], Now);

        Assert.Equal(source, _resolver.Resolve(null, new CallIds(), ["a", "b"], Now.AddSeconds(seconds)).Source);
    }

    [Fact]
    public void Resolve_LastOwnerThatEnded_IsForgotten()
    {
        _resolver.Resolve(null, new CallIds { SubagentId = "a" }, ["a", "b"], Now);

        Assert.Equal(new OwnerChoice("b", "active_subagent"), _resolver.Resolve(null, new CallIds(), ["b"], Now));
    }

    [Fact]
    public void Clear_ForgetsHintsAndLastOwner()
    {
        _resolver.Resolve(null, new CallIds { SubagentId = "a" }, ["a", "b"], Now);
        _resolver.Add(new OwnerHint { AgentId = "a" }, "x", Now);
        _resolver.Clear();

        Assert.Equal(new OwnerChoice(null, "agent_fallback"), _resolver.Resolve(null, new CallIds(), ["a", "b"], Now));
    }
}
