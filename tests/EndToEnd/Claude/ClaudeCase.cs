// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Rehearsal;
using NemoFlow.Tests;

namespace NemoFlow.EndToEnd.Claude;

/// <summary>The real Claude Code, run by the real <c>nemo-flow</c>, against a scripted provider.</summary>
internal sealed class ClaudeCase : IAsyncDisposable
{
    private byte[] _settings = [];

    private ClaudeCase(Sandbox sandbox, RehearsalProvider provider)
    {
        Sandbox = sandbox;
        Provider = provider;
        Home = Directory.CreateDirectory(Path.Combine(sandbox.Environment["HOME"], ".claude")).FullName;
        sandbox.Environment["ANTHROPIC_API_KEY"] = sandbox.Key;
        sandbox.Environment["NEMO_FLOW_ANTHROPIC_BASE_URL"] = provider.BaseAddress.OriginalString.TrimEnd('/');
        // Nothing but the provider on loopback is asked for anything.
        sandbox.Environment["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1";
        sandbox.Environment["DISABLE_AUTOUPDATER"] = "1";
        UserSettings([]);
    }

    public Sandbox Sandbox { get; }

    public RehearsalProvider Provider { get; }

    /// <summary>The user's own folder of Claude Code's settings.</summary>
    public string Home { get; }

    public string SettingsPath => Path.Combine(Home, "settings.json");

    /// <summary>Requests for a model's answer; beside them Claude Code looks whether the provider is there.</summary>
    public IReadOnlyList<ProviderRequestLog> Requests => [.. Provider.Requests.Where(r => r.Path == "/v1/messages")];

    public static Task<ClaudeCase> StartAsync(string scenario) => StartAsync(Scenario.BuiltIn(scenario));

    public static async Task<ClaudeCase> StartAsync(Scenario scenario)
    {
        Programs.RequireClaude();
        RehearsalProvider provider = await RehearsalProvider.StartAsync(scenario, 0, null, TestContext.Current.CancellationToken);
        return new ClaudeCase(new Sandbox(), provider);
    }

    /// <summary>Writes the user's settings: hooks that write down what was fired, permissions, and whatever else the test needs.</summary>
    public void UserSettings(JsonObject more, bool fired = true)
    {
        JsonObject settings = more.DeepClone().AsObject();
        settings["permissions"] = new JsonObject { ["allow"] = new JsonArray("Bash", "Agent", "mcp__rehearsal__echo") };
        if (fired)
        {
            settings["hooks"] = Sandbox.Fired.ClaudeHooks();
        }

        File.WriteAllText(SettingsPath, settings.ToJsonString());
        _settings = File.ReadAllBytes(SettingsPath);
    }

    public RunningProgram Start(params string[] arguments) => RunningProgram.Start(Sandbox, Programs.NemoFlow, ["claude", "--", .. arguments]);

    public async Task<ProgramResult> RunAsync(params string[] arguments)
    {
        await using RunningProgram program = Start(arguments);
        return await program.WaitAsync();
    }

    /// <summary>Runs <c>nemo-flow</c> with any arguments.</summary>
    public async Task<ProgramResult> NemoFlowAsync(params string[] arguments)
    {
        await using RunningProgram program = RunningProgram.Start(Sandbox, Programs.NemoFlow, arguments);
        return await program.WaitAsync();
    }

    /// <summary>Everything that holds for every run, however it went.</summary>
    public async Task<Recording> CheckAsync(string? unawaited = null)
    {
        Recording recording = Recording.Single(Sandbox);
        HookOracle.Check(Sandbox, recording, unawaited: unawaited);
        // What hooks are answered must never reach the model.
        Assert.All(Requests, r => Assert.DoesNotContain("\\\"continue\\\"", System.Text.Encoding.UTF8.GetString(r.Body.Span), StringComparison.Ordinal));
        ModelOracle.Check(Requests, recording);
        ModelOracle.CheckTokens(Requests, recording);
        Assert.Empty(AtifValidator.ValidateFile(recording.TrajectoryPath));
        Assert.All(Requests, r => Assert.Contains(r.Headers, h => h.Key.Equals("x-api-key", StringComparison.OrdinalIgnoreCase) && h.Value == Sandbox.Key));
        Assert.All(Provider.Requests, r => Assert.DoesNotContain(r.Headers, h => h.Key.StartsWith("x-nemo-flow", StringComparison.OrdinalIgnoreCase)));
        Assert.Equal(_settings, File.ReadAllBytes(SettingsPath));
        Assert.Equal(SessionState.Ended, recording.Session.State);
        Assert.DoesNotContain(recording.AllTurns, t => t.Status == CallStatus.Open);
        Assert.DoesNotContain(recording.Items<ToolCall>(), t => t.Status == CallStatus.Open);
        Assert.DoesNotContain(recording.Items<LlmCall>(), c => c.Status == CallStatus.Open);
        Assert.DoesNotContain(recording.Items<Subagent>(), s => s.Status == CallStatus.Open);
        Assert.False(Directory.Exists(Path.Combine(Sandbox.State, "runs")) && Directory.EnumerateFileSystemEntries(Path.Combine(Sandbox.State, "runs")).Any());
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
