// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Support;
using NemoFlow.Rehearsal;

namespace NemoFlow.EndToEnd.Scenarios;

public sealed class RetryTests
{
    [Theory]
    [InlineData("retry-429", 3, 429, CallStatus.Failed, 1)]
    [InlineData("retry-500", 3, 500, CallStatus.Failed, 2)]
    [InlineData("dropped-stream", 2, 200, CallStatus.Interrupted, 1)]
    public async Task Run_RetriedRequests_AreAttemptsOfOneTurn(string scenario, int requests, int status, CallStatus expected, int failures)
    {
        await using CodexCase run = await CodexCase.StartAsync(scenario);

        ProgramResult result = await run.RunAsync("Answer all the same.");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(requests, run.Provider.Requests.Count);
        Recording recording = await run.CheckAsync();
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal((CallStatus.Completed, "stop"), (turn.Status, turn.EndReason));
        List<LlmCall> calls = [.. turn.Items.OfType<LlmCall>()];
        Assert.Equal(requests, calls.Count);
        Assert.All(calls.Take(failures), c => Assert.Equal((expected, status), (c.Status, c.HttpStatus)));
        Assert.All(calls.Skip(failures), c => Assert.Equal((CallStatus.Completed, 200), (c.Status, c.HttpStatus)));
        Assert.Single(recording.Trajectory().GetProperty("steps").EnumerateArray(), s => s.GetProperty("source").GetString() == "user");
    }

    [Theory]
    [InlineData(503)]
    [InlineData(529)]
    public async Task Run_Overloaded_ShowsEveryAttemptOfOneTurn(int status)
    {
        Scenario scenario = Scenario.Parse($$"""
            { "name": "overloaded-{{status}}", "conversations": [ { "name": "root", "turns": [
              { "error": { "status": {{status}}, "times": 2 }, "tools": [ { "kind": "shell", "command": "echo after-the-load" } ] },
              { "failed": { "code": "overloaded_error", "message": "Overloaded" }, "text": "The command printed after-the-load." } ] } ] }
            """);
        await using CodexCase run = await CodexCase.StartAsync(scenario);

        ProgramResult result = await run.RunAsync("Answer although you are overloaded.");

        Recording recording = await run.CheckAsync();
        Assert.Equal((0, 5), (result.ExitCode, run.Provider.Requests.Count));
        Turn turn = Assert.Single(recording.Session.Turns);
        Assert.Equal((CallStatus.Completed, "stop"), (turn.Status, turn.EndReason));
        Assert.Equal(
            [(CallStatus.Failed, status), (CallStatus.Failed, status), (CallStatus.Completed, 200), (CallStatus.Failed, 200), (CallStatus.Completed, 200)],
            turn.Items.OfType<LlmCall>().Select(c => (c.Status, c.HttpStatus ?? 0)));
        Assert.Contains("Overloaded", turn.Items.OfType<LlmCall>().ElementAt(3).Error, StringComparison.Ordinal);
        Assert.Equal(CallStatus.Completed, Assert.Single(recording.Items<ToolCall>()).Status);
        Assert.Single(recording.Trajectory().GetProperty("steps").EnumerateArray(), s => s.GetProperty("source").GetString() == "user");
    }
}
