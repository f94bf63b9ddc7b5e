// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.EndToEnd.Scenarios;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Tests;

namespace NemoFlow.EndToEnd.Standalone;

/// <summary>What the guide for Codex tells users to do, word for word.</summary>
public sealed class GuideTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Gateway_CodexConfiguredByHand_IsRecorded(string signal)
    {
        await using CodexCase run = await CodexCase.StartAsync("one-tool");
        Sandbox sandbox = run.Sandbox;
        sandbox.Environment.Remove("NEMO_FLOW_OPENAI_BASE_URL");
        string settings = Path.Combine(sandbox.Root, "config.toml");
        File.WriteAllText(settings, $"[upstream]\nopenai_base_url = \"{run.Provider.BaseAddress}v1\"\n");
        await using StandaloneGateway gateway = await StandaloneGateway.StartAsync(sandbox, "--config", settings);
        File.WriteAllText(sandbox.ConfigurationPath, $$"""
            model_provider = "nemo-flow-openai"
            sandbox_mode = "danger-full-access"

            [model_providers.nemo-flow-openai]
            name = "NeMo Flow OpenAI"
            base_url = "{{gateway.Url.OriginalString}}"
            wire_api = "responses"
            requires_openai_auth = true
            supports_websockets = false
            """);
        sandbox.Fired.Install(sandbox.CodexHome, "nemo-flow hook-forward codex");
        sandbox.Environment["NEMO_FLOW_GATEWAY_URL"] = gateway.Url.OriginalString;

        await using RunningProgram codex = RunningProgram.Start(
            sandbox, Programs.Codex, ["--dangerously-bypass-hook-trust", "exec", "--skip-git-repo-check", "-m", "gpt-5.5", "Run one command."]);
        ProgramResult result = await codex.WaitAsync();

        Assert.Equal(0, result.ExitCode);
        string trajectory = Assert.Single(Directory.EnumerateFiles(Path.Combine(sandbox.Work, ".nemo-flow", "atif")));
        Assert.Empty(AtifValidator.ValidateFile(trajectory));
        ProgramResult stopped = await gateway.StopAsync(signal);
        Assert.Equal((0, ""), (stopped.ExitCode, stopped.Error));
        Recording recording = await run.CheckAsync(userConfiguration: false);
        Assert.Equal(trajectory, recording.TrajectoryPath);
        Assert.Equal((CallStatus.Completed, "stop"), (recording.Session.Turns[0].Status, recording.Session.Turns[0].EndReason));
        Assert.Equal(CallStatus.Completed, Assert.Single(recording.Items<ToolCall>()).Status);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(sandbox.State, "gateways")));
    }

    [Fact]
    public async Task Gateway_SmokeTest_AnswersLikeACodexHook()
    {
        await using Sandbox sandbox = new();
        await using StandaloneGateway gateway = await StandaloneGateway.StartAsync(sandbox);
        using HttpMessageInvoker client = new(new SocketsHttpHandler());
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(gateway.Url, "/healthz"));

        using HttpResponseMessage health = await client.SendAsync(request, TestContext.Current.CancellationToken);
        ProgramResult hook = await ShellAsync(
            sandbox, $$"""printf '{"session_id":"smoke-codex","hook_event_name":"sessionStart"}' | NEMO_FLOW_GATEWAY_URL={{gateway.Url.OriginalString}} nemo-flow hook-forward codex --fail-closed""");

        Assert.True(health.IsSuccessStatusCode);
        JsonElement answer = JsonElement.Parse(await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("ok", answer.GetProperty("status").GetString());
        Assert.False(answer.TryGetProperty("token", out _));
        Assert.Equal((0, "{}", ""), (hook.ExitCode, hook.Output.Trim(), hook.Error));
        await gateway.StopAsync("TERM");
        Assert.Equal("smoke-codex", Recording.Single(sandbox).Id);
    }

    [Theory]
    [InlineData("", 0, "{}")]
    [InlineData("--fail-closed", 1, "")]
    public async Task HookForward_NoGateway_FailsAsAskedAndKeepsTheEvent(string option, int exitCode, string reply)
    {
        await using Sandbox sandbox = new();

        ProgramResult hook = await ShellAsync(
            sandbox, $$"""printf '{"session_id":"late","hook_event_name":"UserPromptSubmit","prompt":"hi"}' | NEMO_FLOW_GATEWAY_URL=http://127.0.0.1:9 nemo-flow hook-forward codex {{option}}""");

        Assert.Equal((exitCode, reply), (hook.ExitCode, hook.Output.Trim()));
        Assert.Single(hook.Error.TrimEnd().Split('\n'));
        await using StandaloneGateway gateway = await StandaloneGateway.StartAsync(sandbox);
        await gateway.StopAsync("TERM");
        Assert.Equal(exitCode == 0 ? 1 : 0, Recording.All(sandbox).Sum(r => r.Hooks.Count()));
    }

    private static async Task<ProgramResult> ShellAsync(Sandbox sandbox, string line)
    {
        await using RunningProgram program = RunningProgram.Start(sandbox, "/bin/sh", ["-c", line]);
        return await program.WaitAsync();
    }
}
