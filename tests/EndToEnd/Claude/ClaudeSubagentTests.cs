// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Text;

namespace NemoFlow.EndToEnd.Claude;

public sealed class ClaudeSubagentTests
{
    [Fact]
    public async Task Run_Subagent_IsATrajectoryUnderTheCallThatLaunchedIt()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("subagent");

        ProgramResult result = await run.RunAsync("-p", "Let a subagent list the files.");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(4, run.Requests.Count);
        Recording recording = await run.CheckAsync();
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal((CallStatus.Completed, "stop"), (turn.Status, turn.EndReason));
        Subagent subagent = Assert.Single(recording.Items<Subagent>());
        ToolCall launch = Assert.Single(turn.Items.OfType<ToolCall>());
        Assert.Equal(("Agent", subagent.Id, launch.Id, "general-purpose", null), (launch.Name, launch.SubagentId, subagent.LaunchedByToolCallId, subagent.Type, subagent.ParentId));
        Turn own = Assert.Single(subagent.Turns);
        Assert.Equal(("Run the command of the [[subtask]] and report.", "Subagent result: from-subagent", CallStatus.Completed), (own.Prompt, own.Response, own.Status));
        Assert.Equal((2, 1), (own.Items.OfType<LlmCall>().Count(), own.Items.OfType<ToolCall>().Count()));
        Assert.All(own.Items.OfType<LlmCall>(), c => Assert.Equal((subagent.Id, "agent_id"), (c.OwnerId, c.CorrelationSource)));
        Assert.Equal(2, turn.Items.OfType<LlmCall>().Count());

        JsonElement trajectory = recording.Trajectory();
        JsonElement nested = Assert.Single(trajectory.GetProperty("subagent_trajectories").EnumerateArray());
        JsonElement step = Assert.Single(trajectory.GetProperty("steps").EnumerateArray(), s => s.ItemsAt("tool_calls").Any(c => c.TextAt("tool_call_id") == launch.Id));
        JsonElement reference = Assert.Single(step.GetProperty("observation").GetProperty("results").EnumerateArray());
        Assert.Equal(nested.TextAt("trajectory_id"), reference.GetProperty("subagent_trajectory_ref")[0].TextAt("trajectory_id"));
        Assert.Equal("user", nested.GetProperty("steps")[0].TextAt("source"));
        Assert.Equal("Run the command of the [[subtask]] and report.", nested.GetProperty("steps")[0].TextAt("message"));
    }

    [Fact]
    public async Task Run_NestedSubagents_StandInEachOther()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("nested-subagents");

        ProgramResult result = await run.RunAsync("-p", "Let a subagent delegate in turn.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Subagent outer = Assert.Single(recording.Session.Turns.SelectMany(t => t.Items).OfType<Subagent>());
        Subagent inner = Assert.Single(outer.Turns.SelectMany(t => t.Items).OfType<Subagent>());
        Assert.Equal((null, outer.Id), (outer.ParentId, inner.ParentId));
        Assert.Equal(inner.LaunchedByToolCallId, Assert.Single(outer.Turns.SelectMany(t => t.Items).OfType<ToolCall>(), t => t.Name == "Agent").Id);
        Assert.Contains("from-inner", inner.Turns.SelectMany(t => t.Items).OfType<ToolCall>().Single().Result!.Value.GetRawText(), StringComparison.Ordinal);
        JsonElement nested = Assert.Single(recording.Trajectory().GetProperty("subagent_trajectories").EnumerateArray());
        Assert.Single(nested.GetProperty("subagent_trajectories").EnumerateArray());
    }

    [Fact]
    public async Task Run_BackgroundAgent_OutlivesTheTurnThatLaunchedIt()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("background-agent");

        ProgramResult result = await run.RunAsync("-p", "Start something in the background.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Assert.Equal(2, recording.Session.Turns.Count);
        Subagent subagent = Assert.Single(recording.Session.Turns[0].Items.OfType<Subagent>());
        ToolCall launch = Assert.Single(recording.Session.Turns[0].Items.OfType<ToolCall>());
        Assert.Equal((launch.Id, subagent.Id, CallStatus.Completed), (subagent.LaunchedByToolCallId, launch.SubagentId, subagent.Status));
        Assert.True(subagent.EndedAt > recording.Session.Turns[0].EndedAt);
        Assert.Equal("Background result: from-background", Assert.Single(subagent.Turns).Response);
        Assert.Contains("reported", recording.Session.Turns[1].Response, StringComparison.Ordinal);
        Assert.Single(recording.Trajectory().GetProperty("subagent_trajectories").EnumerateArray());
    }
}
