// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents.Codex;
using NemoFlow.Hooks;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.SpecCases.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

internal static class AdapterCases
{
    private static readonly CodexAdapter Codex = new();

    [RunsCase("A06")]
    public static async Task SessionStartAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        GatewayReply reply = await gateway.HookAsync(c.In("body"));
        c.Same((int)c.Out("status").GetInt64(), reply.Status, "status");
        c.Json(c.Out("response_exact"), reply.Json, "reply");
        AgentEventCheck.All(c, c.Out("events"), Read(c.In("body")));
    }

    [RunsCase("A07")]
    public static async Task StopAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        c.Json(c.Out("response_exact"), (await gateway.HookAsync(c.In("body"))).Json, "reply");
        c.Sequence(c.Expect.ItemsAt("events_in_order").Select(e => e.GetString()), Read(c.In("body")).Select(e => e.Kind.ToString()), "events");
    }

    [RunsCase("A13")]
    public static async Task MarksAsync(CaseContext c)
    {
        Dictionary<string, string> headers = c.In("headers").EnumerateObject().ToDictionary(h => h.Name, h => h.Value.GetString()!);
        List<IReadOnlyList<AgentEvent>> read = [.. c.Input.ItemsAt("bodies").Select(b => Read(b, headers))];
        c.Sequence(c.Expect.ItemsAt("first_event_types").Select(e => e.GetString()), read.Select(e => e[0].Kind.ToString()), "first events");
        foreach (AgentEvent e in read.SelectMany(e => e))
        {
            AgentEventCheck.One(c, c.Out("every"), e);
        }

        await using SpecGateway gateway = await SpecGateway.StartAsync();
        foreach (JsonElement body in c.Input.ItemsAt("bodies"))
        {
            await gateway.HookAsync(body, [.. headers.Select(h => (h.Key, h.Value))]);
        }

        Session session = gateway.Session(headers["x-nemo-flow-session-id"]);
        c.Same(headers["x-nemo-flow-config-profile"], session.Metadata.GetValueOrDefault("profile"), "profile");
    }

    [RunsCase("A15")]
    [RunsCase("A16")]
    public static void Body(CaseContext c) => AgentEventCheck.All(c, c.Out("events"), Read(c.In("body")));

    [RunsCase("A18")]
    public static void EventNames(CaseContext c) => Chain(c, payload => Read(payload)[0].RawName, c.Out("then").GetString());

    [RunsCase("A19")]
    public static void SubagentIds(CaseContext c)
    {
        JsonElement bare = Chain(c, payload => Read(payload)[0].SubagentId, null);
        (string name, string value) = c.In("finally_header").EnumerateObject().Select(h => (h.Name.Replace("-relay-", "-flow-", StringComparison.Ordinal), h.Value.GetString()!)).Single();
        c.Same(c.Out("then").GetString(), Read(bare, new Dictionary<string, string> { [name] = value })[0].SubagentId, "header");
    }

    [RunsCase("A21")]
    public static void ToolCallIds(CaseContext c)
    {
        c.Same(c.Out("tool_call_ids")[0].GetString(), Read(c.In("payloads")[0])[0].ToolCallId, "first payload");
        c.Same("claude", c.In("payloads")[1].TextAt("agent"), "agent of the second payload");
        c.Same(c.Out("tool_call_ids")[1].GetString(), ClaudeCases.Read(c.In("payloads")[1])[0].ToolCallId, "second payload");
    }

    [RunsCase("A22")]
    public static async Task ForeignHeaderAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        (string, string)[] headers = [.. c.In("headers").EnumerateObject().Select(h => (h.Name, h.Value.GetString()!))];
        List<string> sessions = [];
        foreach (JsonElement body in c.Input.ItemsAt("bodies"))
        {
            await gateway.HookAsync(body, headers);
            sessions.AddRange(gateway.Sessions().Select(s => s.Id).Except(sessions));
        }

        c.Same(2, sessions.Count, "sessions");
        c.True(c.Out("session_ids")[0].GetString() == "generated hook-*" && sessions[0].StartsWith("hook-", StringComparison.Ordinal), "generated: " + sessions[0]);
        c.Same(c.Out("session_ids")[1].GetString(), sessions[1], "native");
    }

    [RunsCase("A24")]
    public static void Hints(CaseContext c)
    {
        OwnerHint hint = Read(c.In("payloads")[0])[0].Hint!;
        Dictionary<string, string?> actual = new()
        {
            ["subagent_id"] = hint.SubagentId,
            ["agent_id"] = hint.AgentId,
            ["agent_type"] = hint.AgentType,
            ["conversation_id"] = hint.ConversationId,
            ["generation_id"] = hint.GenerationId,
            ["request_id"] = hint.RequestId,
            ["model"] = hint.Model,
        };
        c.Json(c.Out("hint_0"), JsonSerializer.SerializeToElement(actual), "hint");
        Winners(c, "model_chain", c.In("payloads")[1], ["model", "model_name", "modelName"], h => h.Model);
        Winners(c, "request_id_chain", c.In("payloads")[2], ["request_id", "requestId", "request", "extra"], h => h.RequestId);
    }

    public static IReadOnlyList<AgentEvent> Read(JsonElement payload, IReadOnlyDictionary<string, string>? headers = null) =>
        Codex.Read(new HookInput(payload, headers ?? new Dictionary<string, string>(), "minted"));

    private static void Winners(CaseContext c, string chain, JsonElement payload, string[] fields, Func<OwnerHint, string?> field)
    {
        JsonElement rest = payload;
        foreach ((JsonElement winner, string next) in c.Expect.ItemsAt(chain).Zip(fields))
        {
            c.Same(winner.GetString(), field(Read(JsonEdit.With(rest, "hook_event_name", "Stop"))[0].Hint!), chain);
            rest = JsonEdit.Without(rest, next);
        }
    }

    /// <summary>Takes one field after the other away; gives what is left.</summary>
    private static JsonElement Chain(CaseContext c, Func<JsonElement, string?> value, string? then)
    {
        JsonElement payload = c.In("payload");
        foreach ((JsonElement winner, JsonElement removed) in c.Expect.ItemsAt("winners_in_order").Zip(c.Input.ItemsAt("remove_in_order")))
        {
            c.Same(winner.GetString(), value(payload), "before " + removed + " is removed");
            payload = JsonEdit.Without(payload, removed.GetString()!);
        }

        c.Same(then, value(payload), "with nothing left");
        return payload;
    }
}
