// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Text;

namespace NemoFlow.EndToEnd.Scenarios;

/// <summary><c>codex exec review</c> works in a thread of its own, whose hooks name the session and the thread's turn and no thread.</summary>
public sealed class ReviewTests
{
    [Theory]
    [InlineData("gpt-5.5")]
    [InlineData("gpt-6.1-sol")]
    public async Task Run_Review_IsATrajectoryWithinTheTurnThatAskedForIt(string model)
    {
        await using CodexCase run = await CodexCase.StartAsync("one-tool", model);

        ProgramResult result = await run.RunAsync("review", "Look at what changed.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Turn turn = Assert.Single(recording.Session.Turns);
        Subagent review = Assert.Single(turn.Items.OfType<Subagent>());
        Turn own = Assert.Single(review.Turns);
        Assert.Equal((CallStatus.Completed, "review", CallStatus.Completed, CallStatus.Completed), (turn.Status, review.Type, review.Status, own.Status));
        Assert.Equal(("Look at what changed.", "Look at what changed."), (turn.Prompt, own.Prompt));
        Assert.Equal(run.Provider.Requests.Count, own.Items.OfType<LlmCall>().Count());
        Assert.All(recording.Items<ToolCall>(), t => Assert.Equal(review.Id, t.OwnerId));
        Assert.NotEmpty(recording.Items<ToolCall>());

        JsonElement trajectory = recording.Trajectory();
        JsonElement nested = Assert.Single(trajectory.ItemsAt("subagent_trajectories"));
        Assert.Equal(review.Id, nested.TextAt("trajectory_id"));
        Assert.Contains("Look at what changed.", trajectory.ItemsAt("steps").First().TextAt("message"), StringComparison.Ordinal);
    }
}
