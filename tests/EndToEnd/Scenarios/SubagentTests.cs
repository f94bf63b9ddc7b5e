// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Text;

namespace NemoFlow.EndToEnd.Scenarios;

public sealed class SubagentTests
{
    [Theory]
    [InlineData("gpt-5.5")]
    [InlineData("gpt-6.1-sol")]
    public async Task Run_Subagent_IsATrajectoryUnderTheCallThatLaunchedIt(string model)
    {
        await using CodexCase run = await CodexCase.StartAsync("subagent", model);

        ProgramResult result = await run.RunAsync("Let a subagent list the files.");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(6, run.Provider.Requests.Count);
        Recording recording = await run.CheckAsync();
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal((CallStatus.Completed, "stop"), (turn.Status, turn.EndReason));
        Subagent subagent = Assert.Single(recording.Items<Subagent>());
        ToolCall launch = Assert.Single(turn.Items.OfType<ToolCall>(), t => t.SubagentId == subagent.Id);
        Assert.Equal("spawn_agent", launch.Name.Split('.')[^1]);
        Assert.DoesNotContain("aborted", launch.Result!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(launch.Id, subagent.LaunchedByToolCallId);
        Assert.Null(subagent.ParentId);
        Turn own = Assert.Single(subagent.Turns);
        Assert.Equal((CallStatus.Completed, CallStatus.Completed), (subagent.Status, own.Status));
        Assert.Contains("Run the command of the [[subtask]] and report.", own.Prompt, StringComparison.Ordinal);
        Assert.Equal(2, own.Items.OfType<LlmCall>().Count());
        Assert.Contains("from-subagent", Assert.Single(own.Items.OfType<ToolCall>(), t => t.ParentToolCallId is null).Result!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(4, turn.Items.OfType<LlmCall>().Count());
        Assert.Equal(3, turn.Items.OfType<ToolCall>().Count());

        JsonElement trajectory = recording.Trajectory();
        JsonElement nested = Assert.Single(trajectory.GetProperty("subagent_trajectories").EnumerateArray());
        JsonElement step = Assert.Single(
            trajectory.GetProperty("steps").EnumerateArray(),
            s => s.ItemsAt("tool_calls").Any(c => c.TextAt("tool_call_id") == launch.Id));
        JsonElement reference = Assert.Single(step.GetProperty("observation").GetProperty("results").EnumerateArray(), r => r.TextAt("source_call_id") == launch.Id);
        Assert.Equal(nested.TextAt("trajectory_id"), reference.GetProperty("subagent_trajectory_ref")[0].TextAt("trajectory_id"));
        Assert.Contains("Subagent result: from-subagent", nested.GetProperty("steps").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(trajectory.TextAt("session_id"), nested.TextAt("session_id"));
    }

    /// <summary>By itself gpt-5.5 lets no subagent start another: how deep they may go is a setting. Newer models have no such limit.</summary>
    [Theory]
    [InlineData("gpt-5.5", "-c", "agents.max_depth=2")]
    [InlineData("gpt-6.1-sol")]
    public async Task Run_NestedSubagents_StandInEachOther(string model, params string[] settings)
    {
        await using CodexCase run = await CodexCase.StartAsync("nested-subagents", model);

        ProgramResult result = await run.RunAsync([.. settings, "Let a subagent delegate in turn."]);

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal((CallStatus.Completed, "stop"), (turn.Status, turn.EndReason));
        Subagent outer = Assert.Single(turn.Items.OfType<Subagent>());
        Turn outerTurn = Assert.Single(outer.Turns);
        Subagent inner = Assert.Single(outerTurn.Items.OfType<Subagent>());
        Turn innerTurn = Assert.Single(inner.Turns);
        Assert.Equal((null, outer.Id), (outer.ParentId, inner.ParentId));
        Assert.Equal((CallStatus.Completed, CallStatus.Completed), (outer.Status, inner.Status));
        Assert.Equal(outer.LaunchedByToolCallId, Assert.Single(turn.Items.OfType<ToolCall>(), t => t.Name == "spawn_agent").Id);
        Assert.Equal(inner.LaunchedByToolCallId, Assert.Single(outerTurn.Items.OfType<ToolCall>(), t => t.Name == "spawn_agent").Id);
        Assert.Contains("from-outer", outerTurn.Items.OfType<ToolCall>().First().Result!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("from-inner", innerTurn.Items.OfType<ToolCall>().First().Result!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(("Outer result: from-outer and from-inner", "Inner result: from-inner"), (outerTurn.Response, innerTurn.Response));
        Assert.All(recording.Items<LlmCall>(), c => Assert.Equal("agent_id", c.CorrelationSource));
        Assert.Equal(2, innerTurn.Items.OfType<LlmCall>().Count());

        JsonElement nested = Assert.Single(recording.Trajectory().ItemsAt("subagent_trajectories"));
        JsonElement innermost = Assert.Single(nested.ItemsAt("subagent_trajectories"));
        Assert.Contains("Inner result: from-inner", innermost.GetProperty("steps").GetRawText(), StringComparison.Ordinal);
    }
}
