// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.Json;
using NemoFlow.Exporters.Atof;
using NemoFlow.Hooks;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.SpecCases.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

internal static class SessionMetadataCases
{
    /// <summary>The pairs travel as the session-metadata header of two hooks.</summary>
    [RunsCase("B15")]
    public static async Task MergeAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        foreach ((int i, JsonElement pair) in c.Input.ItemsAt("pairs").Index())
        {
            string id = "merge-" + i;
            foreach (JsonElement side in pair.EnumerateArray())
            {
                await gateway.HookAsync($$"""{"session_id":"{{id}}","hook_event_name":"Notification"}""", ("x-nemo-flow-session-metadata", JsonSerializer.Serialize(side)));
            }

            IReadOnlyDictionary<string, string> metadata = gateway.Session(id).Metadata;
            Dictionary<string, string?> expected = c.Out("results")[i].EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Scalar());
            c.Sequence(expected.OrderBy(e => e.Key).Select(e => $"{e.Key}={e.Value}"), metadata.OrderBy(e => e.Key).Select(e => $"{e.Key}={e.Value}"), "pair " + i);
        }
    }

    /// <summary>Our behaviour: data is the prompt and the answer themselves, and the session is a scope of its own around its turns.</summary>
    [RunsCase("B16")]
    public static async Task TurnContractAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        foreach (JsonElement step in c.Input.ItemsAt("sequence"))
        {
            c.Json(c.Out("responses_all"), (await gateway.HookAsync(step.GetProperty("body"))).Json, "reply");
        }

        Session session = gateway.Session("codex-atof-session");
        CheckEvents(c, c.Expect.GetProperty("atof"), session);
        Turn turn = session.Turns.Single();
        c.Same(c.Expect.GetProperty("atof").GetProperty("turn").GetProperty("start.data").TextAt("prompt"), turn.Prompt, "prompt");
        c.Same(c.Expect.GetProperty("atof").GetProperty("turn").GetProperty("start.metadata").TextAt("turn_source"), turn.Source, "source");
        c.Same(c.Expect.GetProperty("atof").GetProperty("turn").GetProperty("end.data").TextAt("response"), turn.Response, "response");
        ToolCall tool = turn.Items.OfType<ToolCall>().Single();
        JsonElement expected = c.Expect.GetProperty("atof").GetProperty("tool");
        c.Same(expected.TextAt("name"), tool.Name, "tool");
        c.Same(expected.GetProperty("category_profile.tool_call_id").GetString(), tool.Id, "call id");
        c.Json(expected.GetProperty("start.data"), tool.Arguments, "arguments");
        c.Json(expected.GetProperty("end.data"), tool.Result, "result");
        c.Same(expected.GetProperty("end.metadata.status").GetString(), tool.StatusText, "status");
    }

    private static void CheckEvents(CaseContext c, JsonElement expect, Session session)
    {
        ArrayBufferWriter<byte> text = new();
        foreach (AtofLine line in AtofEvents.Of(session, new AtofOptions()))
        {
            line.WriteTo(text);
        }

        List<JsonElement> lines = [.. Encoding.UTF8.GetString(text.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l))];
        c.Sequence([expect.GetProperty("every_line").TextAt("atof_version")], lines.Select(l => l.TextAt("atof_version")).Distinct(), "versions");
        List<JsonElement> turn = [.. lines.Where(l => l.TextAt("name") == expect.GetProperty("turn").TextAt("name"))];
        List<JsonElement> tool = [.. lines.Where(l => l.TextAt("name") == expect.GetProperty("tool").TextAt("name"))];
        c.Sequence(["start", "end"], turn.Select(l => l.TextAt("scope_category")), "turn");
        c.Sequence(["start", "end"], tool.Select(l => l.TextAt("scope_category")), "tool");
        c.Same(expect.GetProperty("turn").TextAt("category"), turn[0].TextAt("category"), "category of the turn");
        c.Same(expect.GetProperty("turn").GetProperty("start.data").TextAt("prompt"), turn[0].TextAt("data"), "data of the turn's start");
        c.Same(expect.GetProperty("turn").GetProperty("end.data").TextAt("response"), turn[1].TextAt("data"), "data of the turn's end");
        c.Same(expect.GetProperty("turn").GetProperty("start.metadata").TextAt("session_id"), turn[0].TextAt("metadata.session_id"), "session");
        c.Same(expect.GetProperty("tool").TextAt("category"), tool[0].TextAt("category"), "category of the tool");
        c.Same(turn[0].TextAt("uuid"), tool[0].TextAt("parent_uuid"), "parent of the tool");
        c.Same(expect.GetProperty("tool").GetProperty("same_uuid_start_end").GetBoolean(), tool[0].TextAt("uuid") == tool[1].TextAt("uuid"), "one id");
        c.Same(expect.GetProperty("tool").GetProperty("category_profile.tool_call_id").GetString(), tool[0].TextAt("category_profile.tool_call_id"), "call id");
        c.Json(expect.GetProperty("tool").GetProperty("start.data"), tool[0].GetProperty("data"), "data of the tool's start");
        c.Json(expect.GetProperty("tool").GetProperty("end.data"), tool[1].GetProperty("data"), "data of the tool's end");
        c.Same(expect.GetProperty("tool").GetProperty("end.metadata.status").GetString(), tool[1].TextAt("metadata.status_text"), "status");
        c.Same(expect.TextAt("no_agent_scope_named"), lines[0].TextAt("name"), "the session's scope");
    }

    /// <summary>Our behaviour: one turn that the request opened and that takes its prompt from the hook; no mark beside it.</summary>
    [RunsCase("B19")]
    public static async Task RaceAsync(CaseContext c)
    {
        string prompt = c.Out("turn_input").TextAt("prompt")!;
        const string Id = "claude-direct-race";
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        gateway.Upstream.NextMessage("looking");
        await gateway.ResponsesAsync(Id, JsonSerializer.SerializeToElement(new { model = "gpt-test", input = new[] { new { role = "user", content = prompt } } }));
        await gateway.HookAsync(Id, "UserPromptSubmit", new { prompt });
        Session session = gateway.Session(Id);
        c.Same((int)c.Out("turns").GetInt64(), session.Turns.Count, "turns");
        c.Same(prompt, session.Turns[0].Prompt, "prompt");
        c.Same(c.Out("turn_source").GetString(), session.Turns[0].Source, "source");
        c.Same(0, session.Turns[0].Items.OfType<Mark>().Count() + session.Marks.Count, "marks");
    }

    /// <summary>Our behaviour: a child that comes first opens its parent's session rather than wait for it.</summary>
    [RunsCase("B22")]
    public static async Task ChildThreadAsync(CaseContext c)
    {
        JsonElement start = JsonEdit.With(c.In("child_session_start"), "hook_event_name", "sessionStart");
        IReadOnlyList<AgentEvent> events = AdapterCases.Read(start);
        c.Same(1, events.Count, "events");
        AgentEventCheck.One(c, c.Out("event"), events[0]);

        JsonElement own = JsonEdit.With(start, "session_id", "parent");
        c.Same(c.Out("self_parent_rejected").GetBoolean(), AdapterCases.Read(own)[0].Kind == AgentEventKind.AgentStarted, "its own parent");

        await using SpecGateway gateway = await SpecGateway.StartAsync();
        await gateway.HookAsync(start);
        await gateway.HookAsync("child", "PreToolUse", new { tool_use_id = "t1", tool_name = "Read" });
        c.Sequence(["parent"], gateway.Sessions().Select(s => s.Id), "sessions");
        Subagent child = gateway.Session("parent").Turns.SelectMany(t => t.Items).OfType<Subagent>().Single();
        c.Same("child", child.Id, "subagent");
        c.Same("t1", child.Turns.SelectMany(t => t.Items).OfType<ToolCall>().Single().Id, "what the child does is its own");
        await gateway.HookAsync("child", "SessionEnd");
        Session parent = gateway.Session("parent");
        c.Same(SessionState.Active, parent.State, "the parent goes on");
        c.Same(CallStatus.Completed, parent.Turns.SelectMany(t => t.Items).OfType<Subagent>().Single().Status, "the child is over");
    }
}
