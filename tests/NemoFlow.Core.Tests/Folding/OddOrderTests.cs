// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Core.Tests.Support;

namespace NemoFlow.Core.Tests.Folding;

/// <summary>Hooks are processes of their own: they may overtake each other, come twice or say less than they should.</summary>
public sealed class OddOrderTests
{
    [Fact]
    public void Tool_EndBeforeStart_IsOneCallThatTookNoTime()
    {
        Session session = new Script().Prompt("p").ToolEnd("c1").ToolStart("c1").Stop("ok").Fold();

        ToolCall tool = Assert.Single(session.All<ToolCall>());
        Assert.Equal((CallStatus.Completed, TimeSpan.Zero, false), (tool.Status, tool.Duration, tool.StartUnknown));
        Assert.Equal("hook result", tool.Result?.GetString());
    }

    [Fact]
    public void Tool_SameIdWithOtherArguments_IsAnotherCall()
    {
        Session session = new Script().Prompt("p").ToolStart("c1").ToolEnd("c1")
            .Hook("PreToolUse", ""","tool_name":"Bash","tool_use_id":"c1","tool_input":{"from":"elsewhere"}""")
            .Hook("PostToolUse", ""","tool_name":"Bash","tool_use_id":"c1","tool_input":{"from":"elsewhere"},"tool_response":"other result" """)
            .Stop("ok").Fold();

        Assert.Equal(["hook result", "other result"], session.All<ToolCall>().Select(t => t.Result?.GetString()));
        Assert.All(session.All<ToolCall>(), t => Assert.Equal(CallStatus.Completed, t.Status));
    }

    [Fact]
    public void Tool_StartToldTwice_IsOneCall()
    {
        Session session = new Script().Prompt("p").ToolStart("c1").ToolStart("c1").ToolEnd("c1").ToolEnd("c1").ToolStart("c1").Stop("ok").Fold();

        Assert.Equal(CallStatus.Completed, Assert.Single(session.All<ToolCall>()).Status);
    }

    [Fact]
    public void Tools_WithoutIdsAndAlike_EndOneByOne()
    {
        const string Call = ""","tool_name":"Bash","tool_input":{"command":"ls"}""";
        Session session = new Script().Prompt("p").Hook("PreToolUse", Call).Hook("PreToolUse", Call)
            .Hook("PostToolUse", Call + ""","tool_response":"one" """).Hook("PostToolUse", Call + ""","tool_response":"two" """).Stop("ok").Fold();

        Assert.Equal(["one", "two"], session.All<ToolCall>().Select(t => t.Result?.GetString()));
        Assert.All(session.All<ToolCall>(), t => Assert.Equal((CallStatus.Completed, false), (t.Status, t.StartUnknown)));
    }

    [Theory]
    [InlineData(0, CallStatus.Completed)]
    [InlineData(60, CallStatus.Abandoned)]
    public void Subagent_EndShortlyBeforeStart_IsOver(int between, CallStatus expected)
    {
        Session session = new Script().Prompt("p").Hook("SubagentStop", ""","last_assistant_message":"found" """, "ta", "a1").Wait(between)
            .Hook("SubagentStart", turn: "ta", agent: "a1").Stop("ok").SessionEnd().Fold();

        Subagent subagent = Assert.Single(session.All<Subagent>());
        Assert.Equal(expected, subagent.Status);
        Assert.Equal(expected == CallStatus.Completed ? "found" : null, Assert.Single(subagent.Turns).Response);
    }

    [Theory]
    [InlineData("""{"payload":{"session_id":7,"hook_event_name":"PreToolUse","tool_name":{"a":1},"tool_use_id":[1],"tool_input":"text","turn_id":3}}""")]
    [InlineData("""{"payload":{"hook_event_name":"PostToolUse","tool_response":null,"tool_name":"","tool_use_id":""}}""")]
    [InlineData("""{"payload":{"hook_event_name":"UserPromptSubmit","prompt":["a","b"],"turn_id":{}}}""")]
    [InlineData("""{"payload":{"hook_event_name":"Stop","last_assistant_message":5,"stop_hook_active":"yes"}}""")]
    [InlineData("""{"payload":{"hook_event_name":"SubagentStart","agent_id":{"x":1},"agent_type":[]}}""")]
    [InlineData("""{"payload":{"hook_event_name":5}}""")]
    [InlineData("""{"payload":[]}""")]
    [InlineData("""{}""")]
    public void Hook_OfOddTypes_LosesNothingElse(string data)
    {
        Session session = new Script().Prompt("p").ToolStart("c1").Raw(data).ToolEnd("c1").Stop("ok").SessionEnd().Fold();

        Assert.Equal(CallStatus.Completed, session.All<ToolCall>().First(t => t.Id == "c1").Status);
        Assert.Equal("p", session.Turns[0].Prompt);
        Assert.Empty(session.OpenParts());
    }
}
