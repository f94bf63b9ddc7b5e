// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Agents.Cursor;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Agents.Tests.Cursor;

public sealed class CursorAdapterTests
{
    private static readonly CursorAdapter Adapter = new();

    [Fact]
    public void Reply_ToAnyEvent_GoesOnAndDecidesNothing()
    {
        foreach (string name in CursorHookEvents.All.Append("beforeReadFile").Append("somethingNew"))
        {
            JsonElement payload = JsonElement.Parse($$"""{"conversation_id":"c","hook_event_name":"{{name}}"}""");

            Assert.Equal("""{"continue":true}""", Encoding.UTF8.GetString(Adapter.Reply(Read(payload)).Span));
        }
    }

    [Fact]
    public void Read_RegisteredEvents_AreAllKnownButFileEdits()
    {
        List<string> marks = [.. CursorHookEvents.All.Where(n => Read(JsonElement.Parse($$"""{"hook_event_name":"{{n}}"}"""))[0].Kind == AgentEventKind.HookMark)];

        Assert.Equal(["afterFileEdit"], marks);
    }

    [Fact]
    public void Read_HookOfASubagent_BelongsToTheParentsConversation()
    {
        AgentEvent e = Read(JsonElement.Parse("""{"hook_event_name":"preToolUse","conversation_id":"child","parent_conversation_id":"parent","tool_name":"Read"}"""))[0];

        Assert.Equal(("parent", "child", "child"), (e.SessionId, e.SubagentId, e.ChildSessionId));
    }

    [Fact]
    public void Read_StopOfTheLoop_IsOneEndWithoutAnotherForTheTurn()
    {
        AgentEvent e = Assert.Single(Read(JsonElement.Parse("""{"hook_event_name":"stop","conversation_id":"c","status":"aborted"}""")));

        Assert.Equal((AgentEventKind.AgentEnded, CallStatus.Interrupted), (e.Kind, e.TurnStatus));
    }

    [Fact]
    public void Read_ShellCommandWithoutArguments_PutsTheCommandThere()
    {
        AgentEvent e = Read(JsonElement.Parse("""{"hook_event_name":"beforeShellExecution","conversation_id":"c","command":"ls \"a b\"","cwd":"/p"}"""))[0];

        Assert.Equal(("Shell", "ls \"a b\"", "/p"), (e.ToolName, e.Arguments?.TextAt("command"), e.Metadata["cwd"]));
        Assert.True(e.ToolCallIdMinted);
    }

    private static IReadOnlyList<AgentEvent> Read(JsonElement payload) => Adapter.Read(new HookInput(payload, new Dictionary<string, string>(), "minted"));
}
