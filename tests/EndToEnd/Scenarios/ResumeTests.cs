// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Rehearsal;
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

    /// <summary>The limit is passed at the end of the first run: the second compacts before it asks anything.</summary>
    [Fact]
    public async Task Resume_PastTheUsersLimit_CompactsBeforeTheTurnsFirstAnswer()
    {
        Scenario scenario = Scenario.Parse("""
            { "name": "compact-on-resume", "conversations": [
              { "name": "summary", "when": { "kind": "compaction" }, "turns": [ { "text": "The first command was run." } ] },
              { "name": "second", "when": { "text": "[[second]]" }, "turns": [ { "tools": [ { "kind": "shell", "command": "echo second" } ] }, { "text": "Second done." } ] },
              { "name": "first", "turns": [ { "text": "First done.", "usage": { "input": 60000, "output": 10 } } ] } ] }
            """);
        await using CodexCase run = await CodexCase.StartAsync(scenario);

        ProgramResult first = await run.RunAsync("-c", "model_auto_compact_token_limit=50000", "Run the first command.");
        ProgramResult second = await run.RunAsync("-c", "model_auto_compact_token_limit=50000", "resume", "--last", "Run the [[second]] command.");

        Recording recording = await run.CheckAsync();
        Assert.Equal((0, 0, 4), (first.ExitCode, second.ExitCode, run.Provider.Requests.Count));
        Assert.Equal(["Run the first command.", "Run the [[second]] command."], recording.Session.Turns.Select(t => t.Prompt));
        Assert.Equal(["First done.", "Second done."], recording.Session.Turns.Select(t => t.Response));
        Assert.All(recording.Session.Turns, t => Assert.Equal((CallStatus.Completed, "stop"), (t.Status, t.EndReason)));
        List<LlmCall> calls = [.. recording.Session.Turns[1].Items.OfType<LlmCall>()];
        Assert.Equal(["compaction", "turn", "turn"], calls.Select(c => c.Purpose));
        Assert.Single(recording.Items<ToolCall>());
        Assert.Equal((1, 1), (HookOracle.Counts(recording)["PreCompact"], HookOracle.Counts(recording)["PostCompact"]));
        Assert.Single(ModelOracle.Steps(recording.Trajectory()), s => s.TextAt("extra.context_management.type") == "compaction");
    }
}
