// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Text;

namespace NemoFlow.EndToEnd.Scenarios;

public sealed class ReasoningTests
{
    [Fact]
    public async Task Run_SummariesAndEncryptedContent_AreKeptAndCounted()
    {
        await using CodexCase run = await CodexCase.StartAsync("reasoning");

        ProgramResult result = await run.RunAsync("Think, run a command, think again.");

        Assert.Equal((0, 2), (result.ExitCode, run.Provider.Requests.Count));
        // Codex sends back what only the provider can read.
        Assert.Contains("cmVoZWFyc2FsLWVuY3J5cHRlZC0x", Encoding.UTF8.GetString(run.Provider.Requests[1].Body.Span), StringComparison.Ordinal);
        Recording recording = await run.CheckAsync();
        List<LlmCall> calls = [.. Assert.Single(recording.Session.Turns).Items.OfType<LlmCall>()];
        Assert.Equal(
            ["**Planning**\n\nI need to know what is there.\n**Choosing a command**\n\nOne echo will do.", "**Reading the output**"],
            calls.Select(c => c.Response!.Reasoning));
        Assert.Equal(
            ["cmVoZWFyc2FsLWVuY3J5cHRlZC0x", "cmVoZWFyc2FsLWVuY3J5cHRlZC0y"],
            calls.Select(c => Assert.Single(c.Response!.Items, i => i.Kind == LlmItemKind.Reasoning).Raw.TextAt("encrypted_content")));
        Assert.Equal([128, 64], calls.Select(c => c.Usage!.Reasoning ?? 0));
        Assert.Equal("I thought it through.", recording.Session.Turns[0].Response);

        List<JsonElement> steps = [.. ModelOracle.Steps(recording.Trajectory()).Where(s => s.TextAt("source") == "agent")];
        Assert.Equal(calls.Select(c => c.Response!.Reasoning), steps.Select(s => s.TextAt("reasoning_content")));
        Assert.Equal([128, 64], steps.Select(s => s.LongAt("metrics.extra.reasoning_tokens") ?? 0));
        Assert.All(steps, s => Assert.DoesNotContain("cmVoZWFyc2Fs", s.TextAt("message"), StringComparison.Ordinal));
    }
}
