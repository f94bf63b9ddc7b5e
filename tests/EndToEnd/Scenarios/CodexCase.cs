// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Rehearsal;
using NemoFlow.Tests;

namespace NemoFlow.EndToEnd.Scenarios;

/// <summary>The real Codex, run by the real <c>nemo-flow</c>, against a scripted provider.</summary>
internal sealed class CodexCase : IAsyncDisposable
{
    private readonly byte[] _configuration;

    private CodexCase(Sandbox sandbox, RehearsalProvider provider)
    {
        Sandbox = sandbox;
        Provider = provider;
        _configuration = File.ReadAllBytes(sandbox.ConfigurationPath);
        sandbox.Environment["NEMO_FLOW_OPENAI_BASE_URL"] = new Uri(provider.BaseAddress, "v1").OriginalString;
    }

    public Sandbox Sandbox { get; }

    public RehearsalProvider Provider { get; }

    public string Model { get; init; } = "gpt-5.5";

    public static Task<CodexCase> StartAsync(string scenario, string model = "gpt-5.5", string? configuration = null) =>
        StartAsync(Scenario.BuiltIn(scenario), model, configuration);

    public static async Task<CodexCase> StartAsync(Scenario scenario, string model = "gpt-5.5", string? configuration = null)
    {
        Programs.RequireCodex();
        RehearsalProvider provider = await RehearsalProvider.StartAsync(scenario, 0, null, TestContext.Current.CancellationToken);
        CodexCase started = new(new Sandbox(configuration), provider) { Model = model };
        started.Sandbox.Fired.Install(started.Sandbox.CodexHome);
        return started;
    }

    /// <summary>Starts <c>nemo-flow codex -- exec …</c>. The agent's own trust in hooks is overridden, because the user's hooks here are the test's.</summary>
    public RunningProgram Start(params string[] arguments) => RunningProgram.Start(
        Sandbox, Programs.NemoFlow, ["codex", "--", "--dangerously-bypass-hook-trust", "exec", "--skip-git-repo-check", "-m", Model, .. arguments]);

    /// <summary>Runs <c>nemo-flow</c> with any arguments.</summary>
    public async Task<ProgramResult> NemoFlowAsync(string[] arguments, string input = "")
    {
        await using RunningProgram program = RunningProgram.Start(Sandbox, Programs.NemoFlow, arguments, input);
        return await program.WaitAsync();
    }

    public async Task<ProgramResult> RunAsync(params string[] arguments)
    {
        await using RunningProgram program = Start(arguments);
        return await program.WaitAsync();
    }

    /// <summary>Everything that holds for every run, however it went.</summary>
    public async Task<Recording> CheckAsync(string? cutShort = null, bool userConfiguration = true)
    {
        Recording recording = Recording.Single(Sandbox);
        HookOracle.Check(Sandbox, recording, cutShort);
        ModelOracle.Check(Provider.Requests, recording);
        ModelOracle.CheckTokens(Provider.Requests, recording);
        Assert.Empty(AtifValidator.ValidateFile(recording.TrajectoryPath));
        Assert.All(Provider.Requests, r => Assert.Contains(r.Headers, h => h.Key.Equals("authorization", StringComparison.OrdinalIgnoreCase) && h.Value == "Bearer " + Sandbox.Key));
        Assert.All(Provider.Requests, r => Assert.DoesNotContain(r.Headers, h => h.Key.StartsWith("x-nemo-flow", StringComparison.OrdinalIgnoreCase)));
        if (userConfiguration)
        {
            Assert.Equal(_configuration, File.ReadAllBytes(Sandbox.ConfigurationPath));
        }

        Assert.Equal(SessionState.Ended, recording.Session.State);
        Assert.DoesNotContain(recording.AllTurns, t => t.Status == CallStatus.Open);
        Assert.DoesNotContain(recording.Items<ToolCall>(), t => t.Status == CallStatus.Open);
        Assert.DoesNotContain(recording.Items<LlmCall>(), c => c.Status == CallStatus.Open);
        TraceOracle.CheckFiles(Sandbox);
        await TraceOracle.CheckNothingRunsAsync(Sandbox);
        return recording;
    }

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}
