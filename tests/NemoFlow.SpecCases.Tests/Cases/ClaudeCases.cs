// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents.ClaudeCode;
using NemoFlow.Agents.Common;
using NemoFlow.Hooks;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.SpecCases.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

/// <summary>What is peculiar to Claude Code.</summary>
internal static class ClaudeCases
{
    private const string Route = "/hooks/claude-code";
    private const string Private = "/state/runs/r";

    private static readonly ClaudeAdapter Adapter = new();

    [RunsCase("A01")]
    [RunsCase("A03")]
    [RunsCase("A04")]
    public static async Task HookAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        GatewayReply reply = await gateway.SendAsync("POST", Route, c.In("body").GetRawText());
        AgentEventCheck.All(c, c.Out("events"), Read(c.In("body")));
        c.Same(200, reply.Status, "status");
        JsonElement expected = c.Expect.First("response_better", "response") ?? JsonElement.Parse("""{"continue":true}""");
        c.Json(expected, reply.Json, "reply");
    }

    /// <summary>The payload stays whole: what is not to be recorded is a matter of policy, not of one event.</summary>
    [RunsCase("A25")]
    public static void Expansion(CaseContext c)
    {
        AgentEvent e = Read(c.In("body")).Single();
        c.Same(c.Out("events")[0].TextAt("type"), e.Kind.ToString(), "type");
        c.Json(c.In("body"), e.Payload, "payload");
        c.True(!e.Metadata.ContainsKey(c.Out("events")[0].At("metadata_absent")!.Value[0].GetString()!), "metadata without the prompt");
    }

    [RunsCase("B18")]
    public static async Task ProbeAsync(CaseContext c)
    {
        c.Contains("max_tokens 1, messages [{role user, content test}]", c.In("sequence")[1].GetString()!, "probe");
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        await gateway.SendAsync("POST", Route, """{"session_id":"claude-probe","hook_event_name":"SessionStart"}""");
        await ProbeAsync(gateway, "claude-haiku-4-5", 1, "test", ("x-claude-code-session-id", "claude-probe"));
        c.Same(c.Out("probe_forwarded").GetBoolean(), gateway.Upstream.Calls.Count == 1, "forwarded");
        await gateway.SendAsync("POST", Route, $$"""{"session_id":"claude-probe","hook_event_name":"UserPromptSubmit","prompt":"{{c.Out("turn_input.prompt").GetString()}}"}""");
        Session session = gateway.Session("claude-probe");
        c.Same(c.Out("turns").GetInt32(), session.Turns.Count, "turns");
        c.Same((c.Out("turn_index").GetInt32(), c.Out("turn_source").GetString(), c.Out("turn_input.prompt").GetString()), (session.Turns[0].Index, session.Turns[0].Source, session.Turns[0].Prompt), "turn");
        c.Same(c.Out("probe_recorded_as_llm_span").GetBoolean(), session.Counts.LlmCalls > 0, "model calls");

        // What is none, by the case's note; and the header is not required.
        await ProbeAsync(gateway, "claude-haiku-4-5", 2, "test", ("x-nemo-flow-session-id", "tokens"));
        await ProbeAsync(gateway, "gpt-5.5", 1, "test", ("x-nemo-flow-session-id", "model"));
        await ProbeAsync(gateway, "claude-haiku-4-5", 1, "test this", ("x-nemo-flow-session-id", "content"));
        c.Sequence([1, 1, 1], ((string[])["tokens", "model", "content"]).Select(s => gateway.Session(s).Counts.LlmCalls), "no probes");
        await ProbeAsync(gateway, "claude-haiku-4-5", 1, "test", ("x-nemo-flow-session-id", "bare"));
        c.True(!gateway.Sessions().Any(s => s.Id == "bare" && s.Counts.LlmCalls > 0), "a probe without the header");
    }

    [RunsCase("B21")]
    public static async Task LaunchResultAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        foreach (((JsonElement result, JsonElement closes), int i) in c.Input.ItemsAt("results").Zip(c.Expect.ItemsAt("closes")).Select((pair, i) => (pair, i)))
        {
            foreach ((string tool, string route, bool may) in ((string, string, bool)[])[("Agent", Route, true), ("Bash", Route, false), ("Agent", "/hooks/codex", false)])
            {
                string session = $"s{i}-{tool}-{may}-{route.Length}";
                string agent = result.FirstText("agentId", "agent_id", "subagentId", "subagent_id") ?? "someone";
                await gateway.SendAsync("POST", route, $$"""{"session_id":"{{session}}","hook_event_name":"SubagentStart","agent_id":"{{agent}}"}""");
                await gateway.SendAsync("POST", route, $$"""{"session_id":"{{session}}","hook_event_name":"PostToolUse","tool_name":"{{tool}}","tool_use_id":"t","tool_response":{{result.GetRawText()}}}""");
                Subagent subagent = gateway.Session(session).Turns.SelectMany(t => t.Items).OfType<Subagent>().Single();
                c.Same(may && closes.ValueKind == JsonValueKind.String ? closes.GetString() : null, subagent.Status == CallStatus.Completed ? subagent.Id : null, $"{tool} at {route}: {result}");
            }
        }
    }

    /// <summary>Settings for the run take the place of a generated plugin folder: nothing is written, so nothing can stay.</summary>
    [RunsCase("L04")]
    public static void DryRun(CaseContext c)
    {
        LaunchPlan plan = Plan([.. c.Input.ItemsAt("argv").Select(a => a.GetString()!)], []);
        c.Sequence(["claude", "--settings"], plan.Command.Take(2), "arguments");
        c.Same(c.Out("env.ANTHROPIC_BASE_URL").GetString(), plan.Environment["ANTHROPIC_BASE_URL"], "environment");
        c.Same(c.Out("env.ANTHROPIC_BASE_URL").GetString(), Overlay(plan).TextAt("env.ANTHROPIC_BASE_URL"), "settings");
        c.Same(c.Out("no_files").GetBoolean(), plan.PrivateFiles.Count == 0, "no files");
    }

    [RunsCase("L06")]
    public static void Wrapper(CaseContext c)
    {
        IReadOnlyList<string> command = Plan([.. c.Input.ItemsAt("argv").Select(a => a.GetString()!)], []).Command;
        c.Same(c.Out("before_plugin_dir").GetString(), command[command.ToList().IndexOf("--settings") - 1], "before");
        c.Same(c.Out("last").GetString(), command[^1], "last");
    }

    /// <summary>Of several <c>--settings</c> Claude Code takes the last, so that is the one to merge with.</summary>
    [RunsCase("L07")]
    public static void Settings(CaseContext c)
    {
        List<string> argv = [.. c.Input.ItemsAt("argv").Select(a => a.GetString()!)];
        Dictionary<string, string> files = new() { ["/project/mine.json"] = """{"model":"from file","enabledPlugins":{"a@b":true},"env":{"PRIVATE":"kept"}}""" };
        argv[2] = "mine.json";
        LaunchPlan both = Plan(argv, files);
        c.Same("ignored-second-source", Overlay(both).TextAt("model"), "the last counts");
        c.Sequence(c.Expect.ItemsAt("tail_exact").Select(t => t.GetString()!), both.Command.TakeLast(3), "tail");

        argv.RemoveAt(3);
        LaunchPlan one = Plan(argv, files);
        c.Same(c.Out("overlay.model").GetString(), Overlay(one).TextAt("model"), "model");
        c.Same(c.Expect.GetProperty("overlay").GetProperty("env.PRIVATE").GetString(), Overlay(one).TextAt("env.PRIVATE"), "env.PRIVATE");
        c.Same("http://127.0.0.1:1234", Overlay(one).TextAt("env.ANTHROPIC_BASE_URL"), "env.ANTHROPIC_BASE_URL");
        c.True(c.Out("source_file_unchanged").GetBoolean() && one.PrivateFiles.Keys.All(p => p.StartsWith(Private, StringComparison.Ordinal)), "only a file of its own is written");
        c.Sequence(c.Expect.ItemsAt("tail_exact").Select(t => t.GetString()!), one.Command.TakeLast(3), "tail");

        string[] mistakes = ["--settings", "--settings={\"env\":[]}", "--settings=list.json", "--settings=nowhere.json", "--settings={\"a\":}"];
        files["/project/list.json"] = "[]";
        foreach ((JsonElement says, string mistake) in c.Expect.ItemsAt("errors").Zip(mistakes))
        {
            c.Contains(says.GetString()!, Plan(["claude", mistake], files).Problem ?? "", mistake);
        }
    }

    public static IReadOnlyList<AgentEvent> Read(JsonElement payload) => Adapter.Read(new HookInput(payload, new Dictionary<string, string>(), "minted"));

    private static Task<GatewayReply> ProbeAsync(SpecGateway gateway, string model, int maxTokens, string text, (string, string) header) => gateway.CallAsync(
        "/v1/messages", $$"""{"model":"{{model}}","max_tokens":{{maxTokens}},"messages":[{"role":"user","content":"{{text}}"}]}""", header);

    private static LaunchPlan Plan(IReadOnlyList<string> argv, Dictionary<string, string> files) => ClaudeLauncher.Plan(new LaunchInput
    {
        Command = argv,
        GatewayUrl = "http://127.0.0.1:1234",
        HookCommand = "nemo-flow-hook",
        Environment = _ => null,
        WorkingDirectory = "/project",
        ReadFile = files.GetValueOrDefault,
        PrivateFolder = Private,
    });

    private static JsonElement Overlay(LaunchPlan plan)
    {
        int option = plan.Command.TakeWhile(w => w != "--").ToList().FindLastIndex(w => w == "--settings" || w.StartsWith("--settings=", StringComparison.Ordinal));
        string value = plan.Command[option] == "--settings" ? plan.Command[option + 1] : plan.Command[option]["--settings=".Length..];
        return JsonElement.Parse(plan.PrivateFiles.GetValueOrDefault(value, value));
    }
}
