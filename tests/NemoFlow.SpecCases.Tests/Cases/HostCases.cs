// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents.Cursor;
using NemoFlow.Agents.Hermes;
using NemoFlow.Hooks;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.SpecCases.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

/// <summary>Cursor and Hermes.</summary>
internal static class HostCases
{
    private static readonly CursorAdapter Cursor = new();
    private static readonly HermesAdapter Hermes = new();

    /// <summary>Our behaviour: the reply lets Cursor go on and says nothing about permission.</summary>
    [RunsCase("A09")]
    public static async Task ShellAsync(CaseContext c)
    {
        AgentEventCheck.All(c, c.Out("events"), Read(Cursor, c.In("body")));
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        GatewayReply reply = await gateway.SendAsync("POST", "/hooks/cursor", c.In("body").GetRawText());
        c.Same("allow", c.Out("response").TextAt("permission"), "expectation");
        c.Json(JsonElement.Parse("""{"continue":true}"""), reply.Json, "reply");
        JsonElement wanted = c.Out("events")[0];
        Session session = gateway.Session(wanted.TextAt("session_id")!);
        ToolCall tool = CorrelationCases.Tools(session).Single();
        c.Same(AgentKinds.Cursor, session.Agent, "agent");
        c.Same(wanted.TextAt("subagent_id"), tool.OwnerId, "owner");
    }

    [RunsCase("A10")]
    public static async Task ExtraIdsAsync(CaseContext c)
    {
        AgentEventCheck.All(c, c.Out("events"), Read(Hermes, c.In("body")));
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        GatewayReply reply = await gateway.SendAsync("POST", "/hooks/hermes", c.In("body").GetRawText());
        c.Json(c.Out("response_exact"), reply.Json, "reply");
        c.Same(c.Out("events")[0].TextAt("session_id"), gateway.Sessions().Single().Id, "session");
    }

    [RunsCase("A12")]
    public static async Task ApiHooksAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        foreach ((JsonElement hook, JsonElement expected) in c.Input.ItemsAt("sequence").Zip(c.Expect.ItemsAt("events_per_call")))
        {
            JsonElement body = hook.GetProperty("body");
            AgentEventCheck.All(c, expected, Read(Hermes, body));
            c.Json(JsonElement.Parse("{}"), (await gateway.SendAsync("POST", "/hooks/hermes", body.GetRawText())).Json, "reply");
        }

        LlmCall call = CorrelationCases.Calls(gateway.Session("hermes-session")).Single();
        c.Same("custom", call.Provider, "provider");
        c.Same("openai.chat_completions", call.Api, "api");
        c.Same(CallStatus.Completed, call.Status, "status");
        c.Same(10L, call.Usage?.Input, "input tokens");
    }

    [RunsCase("M03")]
    public static async Task HookUsageAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        await HermesAsync(gateway, "pre_llm_call", new { user_message = "hello", turn_id = "t1" });
        await HermesAsync(gateway, "pre_api_request", new { api_request_id = "r1", turn_id = "t1", model = "qwen" });
        await HermesAsync(gateway, "post_api_request", new { api_request_id = "r1", turn_id = "t1", model = "qwen", usage = c.In("usage") });
        await HermesAsync(gateway, "post_llm_call", new { assistant_response = "hi", turn_id = "t1" });
        await HermesAsync(gateway, "on_session_end", new { turn_id = "t1", completed = true });
        Trajectory trajectory = await gateway.TrajectoryAsync("m03");
        foreach (JsonProperty metric in c.Expect.GetProperty("steps[1].metrics").EnumerateObject())
        {
            c.Json(metric.Value, trajectory.Steps[1].At("metrics." + metric.Name), metric.Name);
        }

        foreach (JsonProperty metric in c.Out("final_metrics").EnumerateObject())
        {
            c.Json(metric.Value, trajectory.Root.At("final_metrics." + metric.Name), metric.Name);
        }

        c.Sequence(["hello", "hi"], trajectory.Steps.Select(s => s.TextAt("message")), "messages");

        Task HermesAsync(SpecGateway to, string name, object extra) =>
            to.SendAsync("POST", "/hooks/hermes", JsonSerializer.Serialize(new { hook_event_name = name, session_id = "m03", extra }));
    }

    /// <summary>The hook's identity is the provider's name and the hook's turn; the functions of ancestries are not ours.</summary>
    [RunsCase("F16")]
    public static async Task SeenTwiceAsync(CaseContext c)
    {
        string provider = c.In("hook_span").TextAt("name")!;
        object[] messages = [new { role = "user", content = c.Out("messages")[0].GetString() }];
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        await HermesAsync("pre_llm_call", new { turn_id = "t", user_message = c.Out("messages")[0].GetString() });
        await HermesAsync("pre_api_request", Api(new { request = new { body = new { model = "m", messages } } }));
        gateway.Upstream.NextJson(Answer(c.In("gateway_span.usage").GetRawText()));
        await gateway.CallAsync("/v1/chat/completions", JsonSerializer.Serialize(new { model = "m", messages }));
        await HermesAsync("post_api_request", Api(new { response = JsonElement.Parse(Answer(null)) }));
        await HermesAsync("on_session_end", new { turn_id = "t", completed = true });
        Trajectory trajectory = await gateway.TrajectoryAsync("twice");
        c.Same((int)c.Out("steps").GetInt64(), trajectory.Steps.Count, "steps");
        c.Sequence(c.Expect.ItemsAt("messages").Select(m => m.GetString()), trajectory.Steps.Select(s => s.TextAt("message")), "messages");
        c.Json(c.Out("metrics"), trajectory.Steps[1].At("metrics"), "metrics");
        c.Same(c.Expect.GetProperty("ancestry.function_name").GetString(), trajectory.Steps[1].TextAt("extra.llm_call.provider"), "identity of the hook");
        c.Same(provider, trajectory.Steps[1].TextAt("extra.llm_call.provider"), "provider");

        object Api(object more)
        {
            System.Text.Json.Nodes.JsonObject extra = JsonSerializer.SerializeToNode(more)!.AsObject();
            foreach ((string key, string value) in ((string, string)[])[("api_request_id", "r"), ("turn_id", "t"), ("model", "m"), ("provider", provider), ("api_mode", "chat_completions")])
            {
                extra[key] = value;
            }

            return extra;
        }

        string Answer(string? usage) => JsonSerializer.Serialize(new
        {
            id = "c1",
            model = "m",
            choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content = c.Out("messages")[1].GetString() } } },
            usage = usage is null ? (JsonElement?)null : JsonElement.Parse(usage),
        });

        Task HermesAsync(string name, object extra) =>
            gateway.SendAsync("POST", "/hooks/hermes", JsonSerializer.Serialize(new { hook_event_name = name, session_id = "twice", extra }));
    }

    [RunsCase("L09")]
    public static async Task HooksFileAsync(CaseContext c)
    {
        const string Original = "{ \"version\": 1, // mine\n  \"hooks\": { \"stop\": [] } }\n";
        c.Sequence(["existing .cursor/hooks.json", "existing in nearest ancestor, cwd nested", "no file"], c.Input.ItemsAt("cases").Select(e => e.GetString()), "cases");
        foreach ((string? owner, string folder) in ((string?, string)[])[("project", "project"), ("project", "project/a/b"), (null, "project")])
        {
            using CliProcess cli = new();
            string work = Directory.CreateDirectory(Path.Combine(cli.Folder, folder)).FullName;
            string file = Path.Combine(cli.Folder, "project", ".cursor", "hooks.json");
            if (owner is not null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, Original, SpecGateway.Stop);
            }

            string during = Path.Combine(cli.Folder, "during");
            (int exit, _, string error) = await cli.RunAsync(["run", "--", cli.Script("cursor-agent", $"if [ \"$1\" != --version ]; then cp '{file}' '{during}'; fi")], folder: work);
            c.Same(0, exit, "exit: " + error);
            string seen = await File.ReadAllTextAsync(during, SpecGateway.Stop);
            c.Contains("cursor --in-run", seen, c.Out("during").GetString()!);
            c.True(seen.Contains("nemo-flow", StringComparison.Ordinal), "the command is ours");
            c.Same(owner is null ? null : Original, File.Exists(file) ? await File.ReadAllTextAsync(file, SpecGateway.Stop) : null, "after");
            c.Same(false, folder != "project" && Directory.Exists(Path.Combine(work, ".cursor")), "a file in the nested folder");
        }
    }

    private static IReadOnlyList<AgentEvent> Read(IAgentAdapter adapter, JsonElement payload) =>
        adapter.Read(new HookInput(payload, new Dictionary<string, string>(), "minted"));
}
