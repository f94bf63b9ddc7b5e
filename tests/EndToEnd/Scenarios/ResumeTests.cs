// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Text;

namespace NemoFlow.EndToEnd.Scenarios;

public sealed class ResumeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Resume_SameSession_ContinuesAndCountsOnce(bool last)
    {
        await using CodexCase run = await CodexCase.StartAsync("resume");

        ProgramResult first = await run.RunAsync("Run the first command.");
        string id = Recording.Single(run.Sandbox).Id;
        ProgramResult second = await run.RunAsync("resume", last ? "--last" : id, "Run the [[second]] command.");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Recording recording = await run.CheckAsync();
        Assert.Equal(id, recording.Id);
        Assert.Equal(2, recording.Events.Select(e => e.Gateway).Distinct().Count());
        Assert.Equal(["Run the first command.", "Run the [[second]] command."], recording.Session.Turns.Select(t => t.Prompt));
        Assert.All(recording.Session.Turns, t => Assert.Equal(CallStatus.Completed, t.Status));
        Assert.Equal(2, recording.Items<ToolCall>().Count());
        Assert.Equal(4, recording.Items<LlmCall>().Count());
        JsonElement trajectory = recording.Trajectory();
        Assert.Equal(2, trajectory.GetProperty("steps").EnumerateArray().Count(s => s.TextAt("source") == "user"));
        Assert.Equal(2, trajectory.GetProperty("extra").GetProperty("nemo_flow").GetProperty("journal").EnumerateObject().Count());
    }
}
