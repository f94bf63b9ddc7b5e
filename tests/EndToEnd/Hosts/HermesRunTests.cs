// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Rehearsal;
using NemoFlow.Tests;
using NemoFlow.Text;

namespace NemoFlow.EndToEnd.Hosts;

/// <summary><c>nemo-flow hermes</c>: approved hooks and model traffic of one run, each call once and everything under whoever did it.</summary>
public sealed class HermesRunTests
{
    [Fact]
    public async Task Run_HooksAndTraffic_AreOneSessionWithEveryCallOnce()
    {
        await using RehearsalProvider provider = await StartProviderAsync();
        await using Sandbox sandbox = new();
        ScriptedHermes hermes = new(sandbox);
        sandbox.Environment["OPENAI_BASE_URL"] = new Uri(provider.BaseAddress, "v1").OriginalString;
        sandbox.Environment["OPENAI_API_KEY"] = sandbox.Key;
        await using RunningProgram program = hermes.Start("Add up everything there is, with help.");

        ProgramResult result = await program.WaitAsync();

        Assert.Equal(3, result.ExitCode);
        Assert.Equal("no consent with base", hermes.Saw);
        Assert.All(hermes.Replies, r => Assert.EndsWith(" 0 {}", r, StringComparison.Ordinal));
        Recording recording = Recording.Single(sandbox);
        Assert.Equal(hermes.Replies.Count, recording.Hooks.Count());
        Session session = recording.Session;
        Assert.Equal(("h1", AgentKinds.Hermes, 3, SessionState.Ended), (session.Id, session.Agent, session.ExitCode, session.State));
        Turn turn = Assert.Single(session.Turns);
        Assert.Equal(("Add up everything there is, with help.", "All is counted.", CallStatus.Completed), (turn.Prompt, turn.Response, turn.Status));
        Assert.Equal(3, turn.Items.OfType<LlmCall>().Count());
        Assert.Equal(7, provider.Requests.Count);
        Assert.Equal(7, recording.Items<LlmCall>().Count());
        Assert.All(recording.Items<LlmCall>(), c => Assert.Equal((EventSource.Gateway, CallStatus.Completed, "custom", "api_hook"), (c.Source, c.Status, c.Provider, c.CorrelationSource)));
        ModelOracle.CheckTokens(provider.Requests, recording);
        CheckDelegation(recording, turn);
        Assert.Empty(AtifValidator.ValidateFile(recording.TrajectoryPath));
        TraceOracle.CheckFiles(sandbox);
        await TraceOracle.CheckNothingRunsAsync(sandbox);
    }

    [Fact]
    public async Task Run_HooksThatNobodyApproved_SaysWhatIsMissing()
    {
        await using RehearsalProvider provider = await StartProviderAsync();
        await using Sandbox sandbox = new();
        ScriptedHermes hermes = new(sandbox, approved: false);
        sandbox.Environment["OPENAI_BASE_URL"] = new Uri(provider.BaseAddress, "v1").OriginalString;
        await using RunningProgram program = hermes.Start("Say something.");

        ProgramResult result = await program.WaitAsync();

        Assert.Equal(3, result.ExitCode);
        Assert.Equal("no consent with base", hermes.Saw);
        Assert.Empty(hermes.Replies);
        Assert.Contains("hermes hooks list", result.Error, StringComparison.Ordinal);
    }

    private static void CheckDelegation(Recording recording, Turn turn)
    {
        List<Subagent> subagents = [.. turn.Items.OfType<Subagent>()];
        ToolCall launch = Assert.Single(turn.Items.OfType<ToolCall>(), t => t.Name == "delegate_task");
        Assert.Equal(["sub-1", "sub-2"], launch.SubagentIds);
        Assert.Equal(["Count the files.", "Count the lines."], subagents.Select(s => Assert.Single(s.Turns).Prompt));
        foreach (Subagent subagent in subagents)
        {
            Turn own = subagent.Turns[0];
            Assert.Equal((launch.Id, CallStatus.Completed, "Counted."), (subagent.LaunchedByToolCallId, subagent.Status, own.Response));
            Assert.Equal(2, own.Items.OfType<LlmCall>().Count());
            Assert.Contains("from-task", Assert.Single(own.Items.OfType<ToolCall>()).Result?.GetString(), StringComparison.Ordinal);
        }

        JsonElement trajectory = recording.Trajectory();
        Assert.Equal(["sub-1", "sub-2"], trajectory.ItemsAt("subagent_trajectories").Select(t => t.TextAt("trajectory_id")));
        JsonElement result = Assert.Single(ModelOracle.Steps(trajectory).SelectMany(s => s.At("observation")?.ItemsAt("results") ?? []), r => r.At("subagent_trajectory_ref") is not null);
        Assert.Equal(["sub-1", "sub-2"], result.ItemsAt("subagent_trajectory_ref").Select(r => r.TextAt("trajectory_id")));
    }

    private static Task<RehearsalProvider> StartProviderAsync() =>
        RehearsalProvider.StartAsync(Rehearsal.Scenario.Parse(ScriptedHermes.Scenario), 0, null, TestContext.Current.CancellationToken);
}
