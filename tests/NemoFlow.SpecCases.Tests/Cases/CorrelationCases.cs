// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents.Codex;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.SpecCases.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

internal static class CorrelationCases
{
    private const string Hint = "afterAgentThought";

    [RunsCase("C01")]
    [RunsCase("C03")]
    [RunsCase("C06")]
    [RunsCase("C07")]
    public static async Task OneCallAsync(CaseContext c)
    {
        string session = c.Input.TextAt("call.session_id") ?? c.Case.Id;
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        foreach (JsonElement active in c.Input.ItemsAt("active_subagents"))
        {
            await gateway.HookAsync(session, "SubagentStart", new { agent_id = active.GetString() });
        }

        foreach (JsonElement hint in c.Input.ItemsAt("hints"))
        {
            await gateway.HookAsync(session, Hint, hint);
        }

        LlmCall call = await CallAsync(gateway, session, c.Input.At("call") ?? JsonElement.Parse("{}"));
        string? parent = c.Expect.TextAt("parent");
        c.Same(parent == "agent" ? null : parent, call.OwnerId, "owner");
        c.Same(c.Out("metadata").TextAt("llm_correlation_status"), call.CorrelationSource, "status");
        if (c.Out("metadata").TextAt("llm_correlation_subagent_id") is { } id)
        {
            c.Same(id, call.OwnerId, "subagent");
        }
    }

    [RunsCase("C04")]
    public static async Task StickyAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        string worker = c.Out("call_2").TextAt("parent")!;
        await gateway.HookAsync("sticky", "SubagentStart", new { agent_id = worker });
        await gateway.HookAsync("sticky", "SubagentStart", new { agent_id = "another" });
        await gateway.HookAsync("sticky", Hint, new { subagent_id = worker });
        LlmCall first = await CallAsync(gateway, "sticky", JsonElement.Parse("{}"));
        LlmCall second = await CallAsync(gateway, "sticky", JsonElement.Parse("{}"));
        c.Contains(first.CorrelationSource!, c.In("sequence")[1].GetString()!, "first call");
        c.Same(worker, first.OwnerId, "owner of the first call");
        c.Same(worker, second.OwnerId, "owner of the second call");
        c.Same(c.Out("call_2").TextAt("llm_correlation_status"), second.CorrelationSource, "second call");
    }

    [RunsCase("C09")]
    public static async Task OnlySessionAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        foreach (JsonElement session in c.Input.ItemsAt("active_sessions"))
        {
            await gateway.HookAsync(session.GetString()!, "SessionStart");
        }

        gateway.Upstream.NextMessage("done");
        await gateway.CallAsync(c.In("call").TextAt("route")!, """{"model":"gpt-test","input":"hello"}""");
        c.Sequence([c.Out("session").GetString()], gateway.Sessions().Select(s => s.Id), "sessions");
        c.True(gateway.Sessions().All(s => s.Id != c.Out("absent_session").GetString()), "no session of its own");
        c.Same(1, gateway.Session(c.Out("session").GetString()!).Counts.LlmCalls, "calls");
    }

    [RunsCase("C10")]
    public static async Task ToolOwnerAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        await WorkerCallAsync(gateway, c.In("llm").TextAt("owner")!, c.In("llm.response.output"));
        await gateway.HookAsync(JsonEdit.With(c.In("then_hook"), "session_id", "tools"));
        ToolCall tool = Tools(gateway.Session("tools")).Single();
        c.Same(c.Out("tool_parent").GetString(), tool.OwnerId, "owner");
        c.Same(c.Out("metadata").TextAt("tool_correlation_status"), tool.CorrelationSource, "status");
        c.Same(c.Out("metadata").TextAt("tool_correlation_subagent_id"), tool.OwnerId, "subagent");
    }

    [RunsCase("C12")]
    public static async Task MessagesAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        await WorkerCallAsync(gateway, "worker", c.In("output"));
        c.Sequence(c.Expect.ItemsAt("hints").Select(h => h.GetString()), Tools(gateway.Session("tools")).Select(t => t.Id), "tool calls");
    }

    [RunsCase("C13")]
    public static async Task OtherCallAsync(CaseContext c)
    {
        foreach (string? owner in (string?[])["worker", null])
        {
            await using SpecGateway gateway = await SpecGateway.StartAsync();
            JsonElement hint = c.In("hint");
            JsonElement output = JsonSerializer.SerializeToElement(new[]
            {
                new { type = "function_call", call_id = hint.TextAt("id"), name = hint.TextAt("name"), arguments = hint.GetProperty("arguments").GetRawText() },
            });
            await WorkerCallAsync(gateway, owner, output);
            await gateway.HookAsync("tools", "PreToolUse", c.In("hook"));
            ToolCall other = Tools(gateway.Session("tools")).Single(t => t.Id == c.In("hook").TextAt("tool_use_id"));
            c.Contains("agent fallback", c.Out("tool_correlation_status").GetString()!, "expectation");
            c.Same("agent_fallback", other.CorrelationSource, "status");
            c.Same(null, other.OwnerId, "owner");
            c.Same(null, other.LlmCallId ?? other.ParentToolCallId, "claimed by");
        }
    }

    /// <summary>Our behaviour on other routes: the ids are Codex's wherever they stand.</summary>
    [RunsCase("C15")]
    public static async Task BodyIdsAsync(CaseContext c)
    {
        foreach ((int i, JsonElement body) in c.Input.ItemsAt("bodies").Index())
        {
            string? subagent = new CodexAdapter().Identify(new Dictionary<string, string>(), body)?.SubagentId;
            c.Same(c.Out("subagent_ids")[i].GetString(), subagent, "body " + i);
        }

        await using SpecGateway gateway = await SpecGateway.StartAsync();
        gateway.Upstream.NextJson("{}");
        await gateway.CallAsync("/v1/chat/completions", c.In("bodies")[0].GetRawText());
        c.Same(c.Out("subagent_ids")[0].GetString(), Calls(gateway.Sessions().Single()).Single().OwnerId, "another route");
    }

    public static IEnumerable<LlmCall> Calls(Session session) => Items(session.Turns).OfType<LlmCall>().OrderBy(l => l.StartedAt);

    public static IEnumerable<ToolCall> Tools(Session session) => Items(session.Turns).OfType<ToolCall>();

    private static IEnumerable<TurnItem> Items(IEnumerable<Turn> turns) =>
        turns.SelectMany(t => t.Items).SelectMany(i => i is Subagent s ? Items(s.Turns).Prepend(s) : [i]);

    private static async Task<LlmCall> CallAsync(SpecGateway gateway, string session, JsonElement call)
    {
        gateway.Upstream.NextMessage("done");
        List<(string, string)> headers = [];
        foreach (string id in (string[])["subagent", "conversation", "generation", "request"])
        {
            if (call.TextAt(id + "_id") is { } value)
            {
                headers.Add(($"x-nemo-flow-{id}-id", value));
            }
        }

        await gateway.ResponsesAsync(session, JsonSerializer.SerializeToElement(new { model = call.TextAt("model") ?? "gpt-test", input = "hello" }), [.. headers]);
        return Calls(gateway.Session(session)).Last();
    }

    private static async Task WorkerCallAsync(SpecGateway gateway, string? owner, JsonElement output)
    {
        if (owner is not null)
        {
            await gateway.HookAsync("tools", "SubagentStart", new { agent_id = owner });
        }

        gateway.Upstream.NextResponse(output);
        await gateway.ResponsesAsync("tools", JsonElement.Parse("""{"model":"gpt-test","input":"hello"}"""), owner is null ? [] : [("x-nemo-flow-subagent-id", owner)]);
    }
}
