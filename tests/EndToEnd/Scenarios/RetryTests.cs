// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Support;

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
}
