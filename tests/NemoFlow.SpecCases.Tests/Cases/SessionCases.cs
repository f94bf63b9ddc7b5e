// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.SpecCases.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

internal static class SessionCases
{
    [RunsCase("B01")]
    public static async Task NestedAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        foreach (JsonElement step in c.Input.ItemsAt("sequence"))
        {
            c.Same((int)c.Out("all_status").GetInt64(), (await gateway.HookAsync(step.GetProperty("body"))).Status, "status");
        }

        Session session = gateway.Session("s1");
        Subagent worker = session.Turns.SelectMany(t => t.Items).OfType<Subagent>().Single();
        ToolCall tool = worker.Turns.SelectMany(t => t.Items).OfType<ToolCall>().Single();
        c.Same(c.Out("tool_parent").GetString(), "subagent " + tool.OwnerId, "owner of the tool call");
        c.Same(CallStatus.Completed, tool.Status, "tool call");
        c.Same(CallStatus.Completed, worker.Status, "subagent");
        c.Same((int)c.Out("open_sessions_after").GetInt64(), gateway.Recorder.Router.OpenSessions, "open sessions");
    }

    [RunsCase("B03")]
    public static async Task DuplicateEndAsync(CaseContext c)
    {
        c.Contains("SessionStart, UserPromptSubmit(prompt hello), SessionEnd for session dup-end; then SessionEnd again", c.In("setup_then").GetString()!, "sequence");
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        await gateway.HookAsync("dup-end", "SessionStart");
        await gateway.HookAsync("dup-end", "UserPromptSubmit", new { prompt = "hello" });
        await gateway.HookAsync("dup-end", "SessionEnd");
        await gateway.Recorder.Projections.ProjectAsync("dup-end");
        byte[] first = await File.ReadAllBytesAsync(gateway.TrajectoryPath("dup-end"), SpecGateway.Stop);
        c.True(Trajectory.Read(gateway.TrajectoryPath("dup-end")).Steps.Count > 0, c.Out("after_first").GetString()!);
        await gateway.HookAsync("dup-end", "SessionEnd");
        Session session = await gateway.FinishAsync("dup-end");
        byte[] second = await File.ReadAllBytesAsync(gateway.TrajectoryPath("dup-end"), SpecGateway.Stop);
        c.True(first.AsSpan().SequenceEqual(second), c.Out("after_second").GetString()!);
        c.Same(c.Out("no_new_session").GetBoolean(), gateway.Sessions().Count == 1 && session.Turns.Count == 1, "no new session");
    }

    [RunsCase("B04")]
    public static async Task UnknownEndAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        c.Same((int)c.Out("status").GetInt64(), (await gateway.HookAsync(c.In("body"))).Status, "status");
        c.Same((int)c.Out("open_sessions").GetInt64(), gateway.Recorder.Router.OpenSessions, "open sessions");
        c.True(!File.Exists(Path.Combine(gateway.AtifFolder, c.Out("file_absent").GetString()!)) && gateway.Events().Count == 0, "nothing is written");
    }

    [RunsCase("B06")]
    public static async Task StopAloneAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        await gateway.HookAsync(c.In("body"));
        await gateway.FinishAsync("no-agent");
        c.Same(c.Out("atif_dir_empty").GetBoolean(), !Directory.Exists(gateway.AtifFolder), "no trajectory");
    }

    /// <summary>Our behaviour: the hook is taken, and the file has a safe name.</summary>
    [RunsCase("B07")]
    public static async Task UnsafeIdAsync(CaseContext c)
    {
        string id = c.In("session_id").GetString()!;
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        c.Same(200, (await gateway.HookAsync(id, "UserPromptSubmit", new { prompt = "hello" })).Status, "status");
        await gateway.FinishAsync(id);
        c.True(!File.Exists(Path.GetFullPath(Path.Combine(gateway.AtifFolder, c.Out("file_absent").GetString()!))), "no file outside");
        c.Sequence([gateway.TrajectoryPath(id)], Directory.EnumerateFiles(gateway.AtifFolder), "one file inside");
        c.Same(gateway.AtifFolder, Path.GetDirectoryName(Path.GetFullPath(gateway.TrajectoryPath(id))), "folder");
        c.Same(id, Trajectory.Read(gateway.TrajectoryPath(id)).Root.TextAt("session_id"), "the id itself is kept");
    }

    [RunsCase("B09")]
    public static async Task GatewayFirstAsync(CaseContext c)
    {
        foreach ((int i, JsonElement part) in c.Input.ItemsAt("cases").Index())
        {
            await using SpecGateway gateway = await SpecGateway.StartAsync();
            gateway.Upstream.NextMessage("done");
            (string, string)[] headers = part.TextAt("session") is { } named ? [("x-nemo-flow-session-id", named)] : [];
            await gateway.CallAsync(part.TextAt("route")!, """{"model":"gpt-test","input":"hello","messages":[{"role":"user","content":"hello"}]}""", headers);
            string file = c.Out("files")[i].GetString()!;
            Trajectory trajectory = await gateway.TrajectoryAsync(file[..^".atif.json".Length]);
            c.Same(c.Out("agent_names")[i].GetString(), trajectory.Root.TextAt("agent.name"), "agent of " + file);
            c.True(trajectory.Steps.All(s => s.TextAt("message")?.Contains("failed", StringComparison.Ordinal) != true), "a call that was answered did not fail");
        }
    }

    [RunsCase("B10")]
    public static async Task EndInFlightAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        gateway.Upstream.Next(async (_, stream, stop) =>
        {
            await ScriptedUpstream.StartStreamAsync(stream, stop);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        });
        const string Id = "gateway-cleanup";
        using HttpResponseMessage open = await gateway.OpenAsync("POST", "/v1/responses", """{"model":"gpt-test","input":"hello","stream":true}""", ("x-nemo-flow-session-id", Id));
        while (!gateway.Events().Any(e => e.Kind == EventKinds.LlmRequest))
        {
            await gateway.FlushAsync();
        }

        await gateway.HookAsync(Id, "SessionEnd");
        await gateway.Recorder.Projections.ProjectAsync(Id);
        c.Same((int)c.Out("open_sessions").GetInt64(), gateway.Recorder.Router.OpenSessions, "open sessions");
        string path = Path.Combine(gateway.AtifFolder, c.Out("file").GetString()!);
        c.Contains(c.Out("file_contains").GetString()!, await File.ReadAllTextAsync(path, SpecGateway.Stop), "file");
    }

    [RunsCase("B12")]
    public static async Task OutOfOrderAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        foreach (string step in c.Input.ItemsAt("sequence").Select(s => s.GetString()!))
        {
            string[] words = step.Split(' ');
            bool subagent = words[0].StartsWith("Subagent", StringComparison.Ordinal);
            await gateway.HookAsync("nested", words[0], subagent ? new { agent_id = words[1] } : null);
        }

        c.Same((int)c.Out("open_sessions").GetInt64(), gateway.Recorder.Router.OpenSessions, "open sessions");
        c.True(gateway.Session("nested").Turns.SelectMany(t => t.Items).OfType<Subagent>().Count(s => s.Status == CallStatus.Completed) == 2, "both subagents are closed");
    }

    [RunsCase("B13")]
    public static async Task DuplicateStartsAsync(CaseContext c)
    {
        c.Same(6, c.Input.ItemsAt("sequence").Count(), "sequence");
        const string Id = "active-tool-cleanup";
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        await gateway.HookAsync(Id, "SessionStart");
        for (int i = 0; i < 2; i++)
        {
            await gateway.HookAsync(Id, "SubagentStart", new { agent_id = "worker" });
        }

        for (int i = 0; i < 2; i++)
        {
            await gateway.HookAsync(Id, "PreToolUse", new { agent_id = "worker", tool_use_id = "tool-1", tool_name = "Read" });
        }

        await gateway.HookAsync(Id, "SessionEnd");
        Session session = gateway.Session(Id);
        c.Same((int)c.Out("open_sessions").GetInt64(), gateway.Recorder.Router.OpenSessions, "open sessions");
        c.Same((int)c.Out("tool_starts").GetInt64(), session.Counts.ToolCalls, "tool calls");
        c.Same((int)c.Out("subagent_starts").GetInt64(), session.Counts.Subagents, "subagents");
        Subagent worker = session.Turns.SelectMany(t => t.Items).OfType<Subagent>().Single();
        c.Same(CallStatus.Abandoned, worker.Status, "dangling subagent");
        c.Same(CallStatus.Abandoned, worker.Turns.SelectMany(t => t.Items).OfType<ToolCall>().Single().Status, "dangling tool call");
    }
}
