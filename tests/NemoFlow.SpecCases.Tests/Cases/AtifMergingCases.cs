// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.SpecCases.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

/// <summary>What of a trajectory comes from more than one event.</summary>
internal static class AtifMergingCases
{
    [RunsCase("F12")]
    public static async Task WithoutIdsAsync(CaseContext c)
    {
        Trajectory unique = await ResultsAsync([Call("call_xyz", "search", "{}")], [new { tool_name = "search", tool_response = "found" }]);
        c.Same(c.Out("a").GetString(), unique.Results.Single().TextAt("source_call_id"), "a");

        var arguments = new { path = "a.txt" };
        Trajectory repeated = await ResultsAsync(
            [Call("c1", "read_file", """{"path":"a.txt"}"""), Call("c2", "read_file", """{"path":"a.txt"}""")],
            [new { tool_name = "read_file", tool_input = arguments, tool_response = "first" }, new { tool_name = "read_file", tool_input = arguments, tool_response = "second" }]);
        c.Sequence(c.Expect.ItemsAt("b").Select(r => r.GetString()), repeated.Results.Select(r => $"{r.TextAt("source_call_id")}:{r.TextAt("content")}"), "b");

        Trajectory unclear = await ResultsAsync(
            [Call("c1", "read_file", """{"path":"a.txt"}"""), Call("c2", "read_file", """{"path":"b.txt"}""")],
            [new { tool_name = "read_file", tool_response = "first" }]);
        c.Same("source_call_id absent", c.Out("c").GetString(), "c: expectation");
        c.Same(null, unclear.Results.Single().TextAt("source_call_id"), "c");
    }

    /// <summary>Our behaviour: the child is told apart by its trajectory id; the session id is that of the run, as ATIF 1.7 says.</summary>
    [RunsCase("F13")]
    public static async Task SubagentAsync(CaseContext c)
    {
        c.Contains("child LLM user subtask -> done", c.In("events")[2].GetString()!, "input");
        JsonElement expected = c.Out("steps")[0];
        string worker = expected.GetProperty("tool_calls")[0].TextAt("function_name")!;
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        await gateway.HookAsync("root", "SessionStart");
        await gateway.HookAsync("root", "SubagentStart", new { agent_id = "child-id", agent_type = worker });
        gateway.Upstream.NextMessage("done");
        await gateway.ResponsesAsync("root", AtifCases.Request([JsonElement.Parse("""{"role":"user","content":"subtask"}""")]), ("x-nemo-flow-subagent-id", "child-id"));
        await gateway.HookAsync("root", "SubagentStop", new { agent_id = "child-id" });
        await gateway.HookAsync("root", "SessionEnd");
        Trajectory trajectory = await gateway.TrajectoryAsync("root");
        c.Same(c.Out("schema_version").GetString(), trajectory.Root.TextAt("schema_version"), "version");
        c.Same(c.Expect.ItemsAt("steps").Count(), trajectory.Steps.Count, "steps");
        string text = Filled(expected);
        JsonElement wanted = JsonElement.Parse(text);
        JsonElement step = trajectory.Steps[0];
        c.Json(wanted.At("source"), step.At("source"), "source");
        c.Json(wanted.At("llm_call_count"), step.At("llm_call_count"), "model calls");
        c.Same(wanted.GetProperty("tool_calls")[0].TextAt("tool_call_id"), step.ItemsAt("tool_calls").Single().TextAt("tool_call_id"), "call id");
        c.Same(worker, step.ItemsAt("tool_calls").Single().TextAt("function_name"), "name");
        JsonElement result = trajectory.Results.Single();
        c.Same(wanted.GetProperty("observation")[0].TextAt("source_call_id"), result.TextAt("source_call_id"), "source of the result");
        c.Same(null, result.At("content"), "content");
        c.Json(wanted.GetProperty("observation")[0].GetProperty("subagent_trajectory_ref")[0].At("trajectory_id"), result.ItemsAt("subagent_trajectory_ref").Single().At("trajectory_id"), "reference");
        JsonElement child = trajectory.Root.ItemsAt("subagent_trajectories").Single();
        c.Sequence(c.Out("subagent_trajectories")[0].ItemsAt("steps").Select(s => s.GetString()), child.ItemsAt("steps").Select(s => s.TextAt("source")), "steps of the child");
        c.Same("root", child.TextAt("session_id"), "session id of the child");
    }

    [RunsCase("F15")]
    public static async Task ReasoningAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        gateway.Upstream.NextCompletion(c.In("response"));
        await gateway.ChatAsync("reason", c.Input.ItemsAt("request.messages"), c.In("request").TextAt("reasoning_effort"));
        Trajectory trajectory = await gateway.TrajectoryAsync("reason");
        foreach (JsonProperty source in c.Expect.EnumerateObject())
        {
            JsonElement step = trajectory.Steps.Single(s => s.TextAt("source") == source.Name);
            foreach (JsonProperty member in source.Value.EnumerateObject())
            {
                c.Json(member.Value, step.At(member.Name), $"{source.Name}.{member.Name}");
            }
        }
    }

    [RunsCase("F18")]
    public static async Task RetryAsync(CaseContext c)
    {
        JsonElement request = AtifCases.Request([JsonElement.Parse("""{"role":"user","content":"hello"}""")]);
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        foreach (JsonElement attempt in c.Input.ItemsAt("attempts"))
        {
            if (attempt.TextAt("status") == "ok")
            {
                gateway.Upstream.NextMessage(attempt.TextAt("response")!);
            }
            else
            {
                gateway.Upstream.NextJson("""{"error":{"message":"overloaded"}}""", 503);
            }

            await gateway.ResponsesAsync("retry", request);
        }

        Trajectory trajectory = await gateway.TrajectoryAsync("retry");
        c.Sequence(c.Expect.ItemsAt("steps").Select(s => s.GetString()), trajectory.Sources, "steps");
        c.Same(1, trajectory.Steps[1].ItemsAt("extra.failed_attempts").Count(), "the failure is on the step that it delayed");
    }

    /// <summary>Every trajectory that a case reads is held against the rules; here they are shown to bite, and one document has all the parts they speak of.</summary>
    [RunsCase("F19")]
    public static async Task RulesAsync(CaseContext c)
    {
        c.Same(c.Expect.ItemsAt("rules").Count(), TrajectoryRules.Count, "rules");
        string[] broken =
        [
            """{"session_id":"s"}""",
            Document("""{"step_id":2,"source":"user","message":""}"""),
            Document("""{"step_id":1,"source":"tool","message":""}"""),
            Document("""{"step_id":1,"source":"user","message":[{"type":"image","source":{"media_type":"image/tiff","path":"p"}}]}"""),
            Document("""{"step_id":1,"source":"agent","message":"","llm_call_count":0,"metrics":{}}"""),
            Document("""{"step_id":1,"source":"agent","message":"","tool_calls":[{"tool_call_id":"c","function_name":"f","arguments":"{}"}]}"""),
            Document("""{"step_id":1,"source":"agent","message":"","observation":{"results":[{"source_call_id":"c"}]}}"""),
            Document("""{"step_id":1,"source":"agent","message":"","observation":{"results":[{"subagent_trajectory_ref":[{"trajectory_id":"t"}]}]}}"""),
            """{"schema_version":"v","session_id":"s","steps":[],"subagent_trajectories":[{"session_id":"s"}]}""",
        ];
        foreach ((int i, string document) in broken.Index())
        {
            c.True(TrajectoryRules.Problems(JsonElement.Parse(document)).Contains(i + 1), c.Out("rules")[i].GetString()!);
        }

        await using SpecGateway gateway = await SpecGateway.StartAsync();
        await gateway.HookAsync("all", "UserPromptSubmit", new { prompt = "go" });
        gateway.Upstream.NextJson("""{"error":{"message":"overloaded"}}""", 503);
        await gateway.ResponsesAsync("all", AtifCases.Request([JsonElement.Parse("""{"role":"user","content":"go"}""")]));
        gateway.Upstream.NextResponse(JsonElement.Parse("""[{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},{"type":"function_call","call_id":"c1","name":"spawn_agent","arguments":"{}"},{"type":"web_search_call","id":"w1","action":{}}]"""), """{"input_tokens":1}""");
        await gateway.ResponsesAsync("all", AtifCases.Request([JsonElement.Parse("""{"role":"user","content":"go"}""")]));
        await gateway.HookAsync("all", "SubagentStart", new { agent_id = "child" });
        gateway.Upstream.NextMessage("done");
        await gateway.ResponsesAsync("all", AtifCases.Request([JsonElement.Parse("""{"role":"user","content":"part"}""")]), ("x-nemo-flow-subagent-id", "child"));
        await gateway.HookAsync("all", "PostToolUse", new { tool_use_id = "elsewhere", tool_name = "Read", tool_response = new { ok = true } });
        await gateway.HookAsync("all", "PostCompact");
        Trajectory trajectory = await gateway.TrajectoryAsync("all");
        c.Sequence([], TrajectoryRules.Problems(trajectory.Root), "rules broken");
        c.Same(1, trajectory.Root.ItemsAt("subagent_trajectories").Count(), "subagents");
        c.Sequence(["agent", "system", "user"], trajectory.Sources.Distinct().Order(), "sources");
    }

    private static string Document(string step) => $$"""{"schema_version":"v","session_id":"s","steps":[{{step}}]}""";

    private static string Filled(JsonElement expected) => expected.GetRawText().Replace("<child uuid>", "child-id", StringComparison.Ordinal);

    private static JsonElement Call(string id, string name, string arguments) =>
        JsonSerializer.SerializeToElement(new { type = "function_call", call_id = id, name, arguments });

    /// <summary>A model response with tool calls, then hooks that tell results without ids.</summary>
    private static async Task<Trajectory> ResultsAsync(JsonElement[] calls, object[] ends)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        gateway.Upstream.NextResponse(JsonSerializer.SerializeToElement(calls));
        await gateway.ResponsesAsync("ids", AtifCases.Request([JsonElement.Parse("""{"role":"user","content":"go"}""")]));
        foreach (object end in ends)
        {
            await gateway.HookAsync("ids", "PostToolUse", end);
        }

        return await gateway.TrajectoryAsync("ids");
    }
}
