// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Exporters.Atif;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.SpecCases.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

/// <summary>Trajectory files of model calls and tool hooks that passed through the gateway.</summary>
internal static class AtifCases
{
    /// <summary>The same loop in the shape of the Responses API.</summary>
    [RunsCase("F01")]
    public static async Task LoopAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        JsonElement user = c.In("llm1.request").GetProperty("messages")[0];
        JsonElement asked = JsonEdit.Without(c.In("llm1.response"), "token_usage");
        gateway.Upstream.NextCompletion(asked, c.In("llm1.response.token_usage").GetRawText());
        await gateway.ChatAsync("loop", [user]);
        foreach (JsonElement tool in c.Input.ItemsAt("tools"))
        {
            await gateway.HookAsync("loop", "PostToolUse", new { tool_use_id = tool.TextAt("id"), tool_name = tool.TextAt("name"), tool_response = tool.GetProperty("result") });
        }

        IEnumerable<JsonElement> outputs = c.Input.ItemsAt("tools").Select(t => JsonSerializer.SerializeToElement(
            new { role = "tool", tool_call_id = t.TextAt("id"), content = t.TextAt("result") }));
        gateway.Upstream.NextCompletion(
            JsonSerializer.SerializeToElement(new { role = "assistant", content = c.In("llm2.response").TextAt("content") }), c.In("llm2.response.token_usage").GetRawText());
        await gateway.ChatAsync("loop", [user, asked, .. outputs]);
        Trajectory trajectory = await gateway.TrajectoryAsync("loop");
        c.Same(c.Expect.ItemsAt("steps").Count(), trajectory.Steps.Count, "steps");
        foreach ((JsonElement expected, JsonElement step) in c.Expect.ItemsAt("steps").Zip(trajectory.Steps))
        {
            foreach (string member in (string[])["step_id", "source", "message", "llm_call_count"])
            {
                if (expected.At(member) is { } value)
                {
                    c.Json(value, step.At(member), member);
                }
            }

            if (expected.LongAt("observation_results") is { } results)
            {
                c.Sequence(expected.ItemsAt("tool_calls").Select(t => t.GetString()), step.ItemsAt("tool_calls").Select(t => t.TextAt("function_name")), "tool calls");
                c.Same(results, step.ItemsAt("observation.results").Count(), "results");
                c.Sequence(c.Input.ItemsAt("tools").Select(t => t.TextAt("result")), step.ItemsAt("observation.results").Select(r => r.TextAt("content")), "contents");
            }
        }

        foreach (JsonProperty metric in c.Out("final_metrics").EnumerateObject())
        {
            c.Json(metric.Value, trajectory.Root.At("final_metrics." + metric.Name), metric.Name);
        }
    }

    [RunsCase("F03")]
    public static async Task TextAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        gateway.Upstream.NextJson(c.In("response").GetRawText());
        await gateway.ResponsesAsync("text", c.In("request"));
        Trajectory trajectory = await gateway.TrajectoryAsync("text");
        c.Same(c.Expect.ItemsAt("steps").Count(), trajectory.Steps.Count, "steps");
        foreach ((JsonElement expected, JsonElement step) in c.Expect.ItemsAt("steps").Zip(trajectory.Steps))
        {
            foreach (JsonProperty member in expected.EnumerateObject().SelectMany(p => p.NameEquals("metrics") ? p.Value.EnumerateObject().ToArray() : [p]))
            {
                c.Json(member.Value, step.At(member.Name) ?? step.At("metrics." + member.Name), member.Name);
            }
        }
    }

    [RunsCase("F04")]
    public static async Task FunctionCallAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        gateway.Upstream.NextResponse(c.In("output"));
        await gateway.ResponsesAsync("calls", JsonElement.Parse("""{"model":"gpt-test"}"""));
        await gateway.HookAsync("calls", "PostToolUse", new { tool_use_id = c.In("tool_end").TextAt("id"), tool_name = "terminal", tool_response = c.In("tool_end.result") });
        Trajectory trajectory = await gateway.TrajectoryAsync("calls");
        c.Same((int)c.Out("steps").GetInt64(), trajectory.Steps.Count, "steps");
        JsonElement expected = c.Out("tool_calls")[0];
        JsonElement call = trajectory.Steps[0].ItemsAt("tool_calls").Single();
        foreach (JsonProperty member in expected.EnumerateObject())
        {
            c.Json(member.Value, call.At(member.Name), member.Name);
        }

        Result(c, c.Out("observation")[0], trajectory.Results.Single());
    }

    /// <summary>Two of the four variants are of the Responses API.</summary>
    [RunsCase("F06")]
    public static async Task ContinuationsAsync(CaseContext c)
    {
        JsonElement user = JsonElement.Parse("""{"role":"user","content":"list the files"}""");
        string[] replies =
        [
            """{"id":"r","status":"completed","output":[{"type":"function_call","call_id":"c1","name":"ls","arguments":"{}"}]}""",
            """{"id":"r","status":"completed","output":[{"type":"shell_call","call_id":"c1","action":{"commands":["ls"]}}]}""",
            """{"id":"r","type":"message","role":"assistant","stop_reason":"tool_use","content":[{"type":"tool_use","id":"c1","name":"ls","input":{}}]}""",
            """{"id":"r","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"ls","arguments":"{}"}}]}}]}""",
        ];
        string[] answers =
        [
            """{"type":"function_call_output","call_id":"c1","output":"a.txt"}""",
            "",
            """{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"a.txt"}]}""",
            """{"role":"tool","tool_call_id":"c1","content":"a.txt"}""",
        ];
        string[] paths = ["/v1/responses", "/v1/responses", "/v1/messages", "/v1/chat/completions"];
        string[] names = ["function_call_output", "shell_call", "tool_result", "tool"];
        foreach ((int i, JsonElement variant) in c.Input.ItemsAt("variants").Index())
        {
            c.Contains(names[i], variant.GetString()!, "variant");
            JsonElement reply = JsonElement.Parse(replies[i]);
            JsonElement said = reply.ItemsAt("output").Concat(reply.ItemsAt("choices").Select(x => x.GetProperty("message"))).FirstOrDefault(reply);
            string call = said.TextAt("stop_reason") is null ? said.GetRawText() : $$"""{"role":"assistant","content":{{said.GetProperty("content").GetRawText()}}}""";
            string items = i < 2 ? "input" : "messages";
            await using SpecGateway gateway = await SpecGateway.StartAsync();
            gateway.Upstream.NextJson(replies[i]);
            await gateway.CallAsync(paths[i], $$"""{"model":"m","{{items}}":[{{user.GetRawText()}}]}""", ("x-nemo-flow-session-id", "next"));
            gateway.Upstream.NextJson("""{"id":"r2","status":"completed","output":[],"content":[],"choices":[{"index":0,"message":{"role":"assistant","content":"done"}}]}""");
            string answer = answers[i].Length > 0 ? "," + answers[i] : "";
            await gateway.CallAsync(paths[i], $$"""{"model":"m","{{items}}":[{{user.GetRawText()}},{{call}}{{answer}}]}""", ("x-nemo-flow-session-id", "next"));
            Trajectory trajectory = await gateway.TrajectoryAsync("next");
            c.Same((int)c.Out("steps_each").GetInt64(), trajectory.Steps.Count, "steps");
            c.Same((int)c.Out("user_steps").GetInt64(), trajectory.Sources.Count(x => x == "user"), "user steps");
            c.Contains("the following agent step extra.llm_request", c.Out("continuation_request_stashed_on").GetString()!, "expectation");
            c.Same("agent", trajectory.Steps[2].TextAt("source"), "last step");
            c.True(trajectory.Steps[2].At("extra.llm_request") is not null, "the continuation is on it");
            c.Same("c1", trajectory.Steps[1].ItemsAt("tool_calls").Single().TextAt("tool_call_id"), "the call");
            c.Same(answers[i].Length > 0 ? "a.txt" : null, trajectory.Steps[1].ItemsAt("observation.results").Select(r => r.TextAt("content")).FirstOrDefault(), "its result");
        }
    }

    [RunsCase("F07")]
    public static async Task LatestUserAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        gateway.Upstream.NextMessage("done");
        await gateway.ResponsesAsync("latest", JsonSerializer.SerializeToElement(new { model = "gpt-test", input = c.In("input") }));
        Trajectory trajectory = await gateway.TrajectoryAsync("latest");
        c.Same(c.Out("message").GetString(), trajectory.Steps.Single(s => s.TextAt("source") == "user").TextAt("message"), "message");
    }

    [RunsCase("F09")]
    public static void Arguments(CaseContext c)
    {
        foreach ((JsonElement arguments, JsonElement expected) in c.Input.ItemsAt("arguments").Zip(c.Expect.ItemsAt("normalized")))
        {
            ArrayBufferWriter<byte> buffer = new();
            using (Utf8JsonWriter writer = new(buffer))
            {
                AtifArguments.Write(writer, arguments);
            }

            c.Json(expected, JsonElement.Parse(buffer.WrittenSpan), arguments.GetRawText());
        }
    }

    [RunsCase("F10")]
    public static async Task OrphanAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        JsonElement end = c.In("tool_end");
        await gateway.HookAsync("orphan", "PostToolUse", new { tool_use_id = end.TextAt("id"), tool_name = end.TextAt("name"), tool_response = end.GetProperty("result") });
        Trajectory trajectory = await gateway.TrajectoryAsync("orphan");
        JsonElement expected = c.Out("steps")[0];
        c.Same(c.Expect.ItemsAt("steps").Count(), trajectory.Steps.Count, "steps");
        c.Json(expected.At("step_id"), trajectory.Steps[0].At("step_id"), "step id");
        c.Json(expected.At("source"), trajectory.Steps[0].At("source"), "source");
        Result(c, expected.GetProperty("observation")[0], trajectory.Results.Single());
    }

    public static JsonElement Request(IEnumerable<JsonElement> input) => JsonSerializer.SerializeToElement(new { model = "gpt-test", input });

    private static void Result(CaseContext c, JsonElement expected, JsonElement actual)
    {
        foreach (JsonProperty member in expected.EnumerateObject())
        {
            c.Json(member.Value, actual.At(member.Name), member.Name);
        }
    }
}
