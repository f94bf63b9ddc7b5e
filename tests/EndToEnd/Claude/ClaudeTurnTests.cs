// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Text;

namespace NemoFlow.EndToEnd.Claude;

public sealed class ClaudeTurnTests
{
    [Fact]
    public async Task Run_CompactionInMidTurn_IsOneTurnWithAContextChange()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("compaction");

        ProgramResult result = await run.RunAsync("-p", "Run two commands and compact in between.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Assert.Equal((CallStatus.Completed, "stop"), (Assert.Single(recording.Session.Turns).Status, recording.Session.Turns[0].EndReason));
        Assert.Single(recording.Items<LlmCall>(), c => c.Purpose == "compaction");
        Assert.Equal(2, recording.Items<ToolCall>().Count(t => t.Status == CallStatus.Completed));
        Assert.Empty(recording.Items<Subagent>());
        Assert.Equal(1, HookOracle.Counts(recording)["PostCompact"]);
        JsonElement step = Assert.Single(ModelOracle.Steps(recording.Trajectory()), s => s.At("extra")?.At("context_management") is not null);
        Assert.Equal(("system", "compaction"), (step.TextAt("source"), step.GetProperty("extra").GetProperty("context_management").TextAt("type")));
    }

    [Fact]
    public async Task Run_Overloaded_ShowsEveryAttemptOfOneTurn()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("overloaded");

        ProgramResult result = await run.RunAsync("-p", "Answer although you are overloaded.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal((CallStatus.Completed, "stop"), (turn.Status, turn.EndReason));
        List<LlmCall> calls = [.. turn.Items.OfType<LlmCall>()];
        Assert.Equal(run.Requests.Count, calls.Count);
        Assert.All(calls.Take(2), c => Assert.Equal((CallStatus.Failed, 529), (c.Status, c.HttpStatus)));
        Assert.Contains(calls, c => c is { Status: CallStatus.Failed, HttpStatus: 200 });
        Assert.Single(recording.Trajectory().GetProperty("steps").EnumerateArray(), s => s.TextAt("source") == "user");
        Assert.Single(recording.Items<ToolCall>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Resume_SameSession_ContinuesAndCountsOnce(bool last)
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("resume");

        ProgramResult first = await run.RunAsync("-p", "Run the first command.");
        string id = Recording.Single(run.Sandbox).Id;
        ProgramResult second = await run.RunAsync([.. last ? ["--continue"] : (string[])["--resume", id], "-p", "Run the [[second]] command."]);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Recording recording = await run.CheckAsync();
        Assert.Equal(id, recording.Id);
        Assert.Equal(2, recording.Events.Select(e => e.Gateway).Distinct().Count());
        Assert.Equal(["Run the first command.", "Run the [[second]] command."], recording.Session.Turns.Select(t => t.Prompt));
        Assert.All(recording.Session.Turns, t => Assert.Equal(CallStatus.Completed, t.Status));
        Assert.Equal((2, 4), (recording.Items<ToolCall>().Count(), recording.Items<LlmCall>().Count()));
        Assert.Equal(2, recording.Trajectory().GetProperty("steps").EnumerateArray().Count(s => s.TextAt("source") == "user"));
    }

    [Fact]
    public async Task Run_StopHookOfTheUsersSendsItOn_IsOneTurn()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("plain-text");
        string flag = Path.Combine(run.Sandbox.Root, "sent-on");
        JsonObject blocking = new()
        {
            ["Stop"] = new JsonArray(new JsonObject
            {
                ["hooks"] = new JsonArray(new JsonObject { ["type"] = "command", ["command"] = $"test -e '{flag}' || {{ touch '{flag}'; echo 'once more' >&2; exit 2; }}" }),
            }),
        };
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(run.Sandbox.Work, ".claude")).FullName, "settings.json"), new JsonObject { ["hooks"] = blocking }.ToJsonString());

        ProgramResult result = await run.RunAsync("-p", "Say hello.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal((CallStatus.Completed, "stop", 2), (turn.Status, turn.EndReason, turn.Items.OfType<LlmCall>().Count()));
        Assert.Equal(2, HookOracle.Counts(recording)["Stop"]);
        Assert.Single(recording.Trajectory().GetProperty("steps").EnumerateArray(), s => s.TextAt("source") == "user");
    }

    [Fact]
    public async Task Run_FailedTurn_SaysSo()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("failed-turn");

        ProgramResult result = await run.RunAsync("-p", "Fail.");

        Assert.NotEqual(0, result.ExitCode);
        Recording recording = await run.CheckAsync(unawaited: "StopFailure");
        Assert.Equal(1, HookOracle.Counts(recording)["StopFailure"]);
        Assert.Equal((CallStatus.Failed, "stop_failure"), (Assert.Single(recording.Session.Turns).Status, recording.Session.Turns[0].EndReason));
    }
}
