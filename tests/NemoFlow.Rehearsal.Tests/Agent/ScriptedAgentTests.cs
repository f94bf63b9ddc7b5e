// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Agent;
using NemoFlow.Rehearsal.Tests.Support;

namespace NemoFlow.Rehearsal.Tests.Agent;

public sealed class ScriptedAgentTests
{
    private const string TurnOfOneTool =
        "SessionStart UserPromptSubmit PreModelRequest PostModelRequest PreToolUse PostToolUse PreModelRequest PostModelRequest Stop SessionEnd";

    public static TheoryData<string, int, string?, string?> BuiltIns => new()
    {
        { "plain-text", 1, "Hello from the rehearsal provider. Grüße, 你好, 👋🏽!", null },
        { "one-tool", 2, "Done. The command printed hello-from-tool.", null },
        { "parallel-tools", 2, "Both commands ran; the second one failed with exit code 3.", null },
        { "subagent", 6, "The subagent finished: from-subagent.", null },
        { "reasoning", 2, "I thought it through.", null },
        { "retry-429", 3, "The limit was lifted and the command printed after-the-limit.", null },
        { "retry-500", 3, "The third attempt succeeded.", null },
        { "dropped-stream", 2, "This answer breaks off in the middle the first time and arrives whole the second time.", null },
        { "slow-stream", 1, "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty: nobody interrupted me.", null },
        { "resume", 4, "The second command printed second-prompt.", null },
        { "failed-turn", 2, null, "This prompt cannot be answered." },
        { "incomplete", 1, null, "Incomplete response returned, reason: max_output_tokens" },
        { "code-mode-one-tool", 2, "The script printed from-code-mode and second.", null },
        { "compaction", 3, "Both commands ran, with a compaction in between.", null },
        { "overloaded", 5, "The command printed after-the-load.", null },
        { "side-request", 1, "Answered.", null },
        { "tool-failure", 2, "The command failed with 3.", null },
    };

    /// <summary>Played by agents that are handed the results of their subagents, or that have servers of tools.</summary>
    private static readonly string[] ForOtherAgents = ["background-agent", "mcp-tool", "nested-subagents"];

    [Theory]
    [MemberData(nameof(BuiltIns))]
    public async Task RunAsync_BuiltInScenario_PlaysToItsEnd(string name, int requests, string? message, string? error)
    {
        Scenario scenario = Scenario.BuiltIn(name);
        (ScriptedAgentResult result, JsonObject[] hooks, IReadOnlyList<ProviderRequestLog> log) = await PlayAsync(scenario);

        Assert.Equal((message, error), (result.LastMessage, result.Error));
        Assert.Equal(requests, result.ModelRequestsSent);
        Assert.Equal(requests, log.Count);
        Assert.Equal((hooks.Length, 0), (result.HooksSent, result.HooksFailed));
        Assert.All(log, static entry => Assert.NotNull(entry.Turn));
        Assert.Equal(scenario.Prompts.Count, hooks.Count(static hook => Name(hook) == "SessionEnd"));
        Assert.Equal(result.ToolCalls, hooks.Count(static hook => Name(hook) == "PostToolUse"));
        Assert.Equal(requests, hooks.Count(static hook => Name(hook) == "PostModelRequest"));
    }

    [Fact]
    public void BuiltIns_InThisTest_AreAllThereAre()
        => Assert.Equal(Scenario.BuiltInNames, BuiltIns.Select(static row => row.Data.Item1).Concat(ForOtherAgents).Order(StringComparer.Ordinal));

    [Fact]
    public async Task RunAsync_OneTool_SendsTheHooksOfCodexInOrder()
    {
        (ScriptedAgentResult result, JsonObject[] hooks, IReadOnlyList<ProviderRequestLog> log) = await PlayAsync(Scenario.BuiltIn("one-tool"));

        Assert.Equal(TurnOfOneTool, string.Join(' ', hooks.Select(Name)));
        Assert.All(hooks, hook => Assert.Equal(result.SessionId, (string?)hook["session_id"]));
        JsonObject tool = hooks[5];
        Assert.Equal(("Bash", "echo hello-from-tool", "hello-from-tool\n"), ((string?)tool["tool_name"], (string?)tool["tool_input"]!["command"], (string?)tool["tool_response"]));
        Assert.Single(hooks[1..9].Select(static hook => (string?)hook["turn_id"]).Distinct());
        ProviderUsage usage = log[0].Usage!;
        Assert.Equal(
            (usage.InputTokens, usage.CachedTokens, usage.OutputTokens, usage.ReasoningTokens),
            (Reported("input_tokens"), Reported("cached_input_tokens"), Reported("output_tokens"), Reported("reasoning_output_tokens")));

        long Reported(string key) => (long)hooks[3]["token_usage"]![key]!;
    }

    [Fact]
    public async Task RunAsync_OneTool_SendsTheHeadersOfCodex()
    {
        (ScriptedAgentResult result, JsonObject[] hooks, IReadOnlyList<ProviderRequestLog> log) = await PlayAsync(Scenario.BuiltIn("one-tool"));

        Assert.All(log, entry =>
        {
            Assert.Equal(result.SessionId, Header(entry, "session-id"));
            Assert.Equal(result.SessionId, Header(entry, "thread-id"));
            Assert.Equal((string?)hooks[1]["turn_id"], (string?)JsonNode.Parse(Header(entry, "x-codex-turn-metadata")!)!["turn_id"]);
        });
        JsonArray input = JsonNode.Parse(log[1].Body.Span)!["input"]!.AsArray();
        Assert.Equal("function_call_output", (string?)input[^1]!["type"]);
        Assert.Contains("hello-from-tool", (string?)input[^1]!["output"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Subagent_HasAThreadOfItsOwn()
    {
        (ScriptedAgentResult result, JsonObject[] hooks, IReadOnlyList<ProviderRequestLog> log) = await PlayAsync(Scenario.BuiltIn("subagent"));

        JsonObject[] child = [.. hooks.Where(static hook => hook["agent_id"] is not null)];
        Assert.Equal(
            "SubagentStart UserPromptSubmit PreModelRequest PostModelRequest PreToolUse PostToolUse PreModelRequest PostModelRequest SubagentStop",
            string.Join(' ', child.Select(Name)));
        string id = Assert.Single(child.Select(static hook => (string)hook["agent_id"]!).Distinct());
        ProviderRequestLog[] requests = [.. log.Where(entry => entry.Thread == id)];
        Assert.Equal(["helper", "helper"], requests.Select(static entry => entry.Conversation));
        Assert.All(requests, entry => Assert.Equal(
            ("collab_spawn", result.SessionId), (Header(entry, "x-openai-subagent"), Header(entry, "x-codex-parent-thread-id"))));
        JsonObject wait = hooks.Single(static hook => Name(hook) == "PostToolUse" && (string?)hook["tool_name"] == "multi_agent_v1wait_agent");
        Assert.Contains("Subagent result: from-subagent", (string?)wait["tool_response"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SubagentNobodyWaitsFor_EndsBeforeTheTurn()
    {
        Scenario scenario = Scenario.Parse(
            """
            {
              "conversations": [
                { "when": { "agent": "subagent" }, "turns": [{ "text": "child" }] },
                { "turns": [{ "tools": [{ "kind": "spawn_agent", "message": "a" }, { "kind": "spawn_agent", "message": "b" }] }, { "text": "parent" }] }
              ]
            }
            """);

        (ScriptedAgentResult result, JsonObject[] hooks, _) = await PlayAsync(scenario, "go");

        Assert.Equal("parent", result.LastMessage);
        Assert.Equal(2, hooks.TakeWhile(static hook => Name(hook) != "Stop").Count(static hook => Name(hook) == "SubagentStop"));
    }

    [Fact]
    public async Task RunAsync_CodeMode_HasOneModelCallAndAHookPairPerCommand()
    {
        (_, JsonObject[] hooks, IReadOnlyList<ProviderRequestLog> log) = await PlayAsync(
            Scenario.BuiltIn("code-mode-one-tool"), configure: static options => options with { CodeMode = true, Model = "gpt-6.1-sol" });

        JsonObject[] tools = [.. hooks.Where(static hook => Name(hook) == "PreToolUse")];
        Assert.Equal(["echo from-code-mode", "echo second"], tools.Select(static hook => (string)hook["tool_input"]!["command"]!));
        Assert.All(tools, static hook => Assert.StartsWith("exec-", (string?)hook["tool_use_id"], StringComparison.Ordinal));
        JsonNode output = JsonNode.Parse(log[1].Body.Span)!["input"]!.AsArray()[^1]!;
        Assert.Equal(3, output["output"]!.AsArray().Count);
    }

    [Fact]
    public async Task RunAsync_ShellInCodeMode_BecomesAScript()
    {
        (_, JsonObject[] hooks, _) = await PlayAsync(
            Scenario.BuiltIn("one-tool"), configure: static options => options with { CodeMode = true });

        JsonObject tool = Assert.Single(hooks, static hook => Name(hook) == "PostToolUse");
        Assert.Equal("hello-from-tool\n", (string?)tool["tool_response"]);
        Assert.StartsWith("exec-", (string?)tool["tool_use_id"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_RateLimit_WaitsAsAskedAndReportsTheFailedAttempt()
    {
        ImmediateTimeProvider clock = new();
        (_, JsonObject[] hooks, _) = await PlayAsync(
            Scenario.BuiltIn("retry-429"), configure: options => options with { TimeProvider = clock });

        Assert.Contains(TimeSpan.FromSeconds(1), clock.Waits);
        Assert.Equal(
            ["failed", "completed", "completed"],
            hooks.Where(static hook => Name(hook) == "PostModelRequest").Select(static hook => (string)hook["status"]!));
    }

    [Fact]
    public async Task RunAsync_ProviderAlwaysFails_GivesUpWithoutStop()
    {
        (ScriptedAgentResult result, JsonObject[] hooks, _) = await PlayAsync(
            Scenarios.Of("""{ "error": { "status": 500, "times": "always" } }"""), "go", static options => options with { MaximumAttempts = 3 });

        Assert.Equal(3, result.ModelRequestsSent);
        Assert.Contains("500", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(hooks, static hook => Name(hook) == "Stop");
    }

    [Fact]
    public async Task RunAsync_SecondPrompt_ResumesTheSession()
    {
        (_, JsonObject[] hooks, IReadOnlyList<ProviderRequestLog> log) = await PlayAsync(Scenario.BuiltIn("resume"));

        Assert.Equal(["startup", "resume"], hooks.Where(static hook => Name(hook) == "SessionStart").Select(static hook => (string)hook["source"]!));
        Assert.Equal(2, hooks.Where(static hook => Name(hook) == "Stop").Select(static hook => (string?)hook["turn_id"]).Distinct().Count());
        Assert.Single(log.Select(static entry => entry.Thread).Distinct());
        Assert.Contains("first-prompt", JsonNode.Parse(log[3].Body.Span)!["input"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Interrupted_SendsTheHooksOfAnInterruption()
    {
        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(
            Scenario.BuiltIn("slow-stream"), 0, new StandingTimeProvider(), RawClient.Timeout);
        ConcurrentQueue<JsonObject> hooks = new();
        using ScriptedAgent agent = new(Options(provider, hooks));
        using CancellationTokenSource interrupt = CancellationTokenSource.CreateLinkedTokenSource(RawClient.Timeout);
        Task<ScriptedAgentResult> run = agent.RunAsync(["go"], interrupt.Token);
        await provider.WaitForRequestsAsync(static entries => entries.Count == 1, RawClient.Timeout);

        await interrupt.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(
            "SessionStart UserPromptSubmit PreModelRequest PostModelRequest Interrupt SessionEnd", string.Join(' ', hooks.Select(Name)));
        Assert.Equal("cancelled", (string?)hooks.ElementAt(3)["status"]);
    }

    [Fact]
    public async Task RunAsync_NoSink_PostsHooksToTheGateway()
    {
        // The provider stands in for a gateway that knows no hooks: it logs the posts and refuses them.
        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(Scenario.BuiltIn("plain-text"), cancellationToken: RawClient.Timeout);
        using ScriptedAgent agent = new(new ScriptedAgentOptions
        {
            Gateway = provider.BaseAddress,
            WorkingDirectory = "/work",
            HookHeaders = [new("x-nemo-flow-run", "r1")],
        });

        ScriptedAgentResult result = await agent.RunAsync(["go"], RawClient.Timeout);

        ProviderRequestLog[] posts = [.. provider.Requests.Where(static entry => entry.Path == "/hooks/codex")];
        Assert.Equal((0, posts.Length), (result.HooksSent, result.HooksFailed));
        Assert.Equal("SessionStart", (string?)JsonNode.Parse(posts[0].Body.Span)!["hook_event_name"]);
        Assert.All(posts, static post => Assert.Equal("r1", Header(post, "x-nemo-flow-run")));
        Assert.NotNull(result.LastMessage);
    }

    private static string Name(JsonObject hook) => (string)hook["hook_event_name"]!;

    private static string? Header(ProviderRequestLog entry, string name)
        => entry.Headers.Where(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Select(static header => header.Value).FirstOrDefault();

    private static ScriptedAgentOptions Options(RehearsalProvider provider, ConcurrentQueue<JsonObject> hooks)
        => new()
        {
            Gateway = provider.BaseAddress,
            WorkingDirectory = "/home/user/work",
            TimeProvider = new ImmediateTimeProvider(),
            HookSink = (hook, _) =>
            {
                hooks.Enqueue(hook);
                return Task.CompletedTask;
            },
        };

    private static async Task<(ScriptedAgentResult Result, JsonObject[] Hooks, IReadOnlyList<ProviderRequestLog> Log)> PlayAsync(
        Scenario scenario, string? prompt = null, Func<ScriptedAgentOptions, ScriptedAgentOptions>? configure = null)
    {
        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(
            scenario, 0, new ImmediateTimeProvider(), RawClient.Timeout);
        ConcurrentQueue<JsonObject> hooks = new();
        ScriptedAgentOptions options = Options(provider, hooks);
        using ScriptedAgent agent = new(configure?.Invoke(options) ?? options);
        ScriptedAgentResult result = await agent.RunAsync(prompt is null ? scenario.Prompts : [prompt], RawClient.Timeout);
        return (result, [.. hooks], provider.Requests);
    }
}
