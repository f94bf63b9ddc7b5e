// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Api;
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Agent;

/// <summary>The subagents of one turn: started by one tool, awaited by another, closed by a third.</summary>
internal sealed class Subagents(
    ScriptedAgentOptions options, AgentIdentity parent, string turnId, HookClient hooks, ModelClient model, AgentCounters counters)
{
    private readonly ConcurrentDictionary<string, Task<TurnResult>> _running = new(StringComparer.Ordinal);

    public Task<string> CallAsync(string tool, JsonElement arguments, CancellationToken cancellationToken)
        => tool switch
        {
            "spawn_agent" => Task.FromResult(Spawn(Json.Text(arguments, "message") ?? string.Empty, cancellationToken)),
            "wait_agent" => WaitAsync(),
            _ => CloseAsync(Json.Text(arguments, "target") ?? string.Empty),
        };

    private string Spawn(string message, CancellationToken cancellationToken)
    {
        string id = ScriptedAgent.NewId(options.TimeProvider);
        AgentParent origin = new(parent.ThreadId, turnId, parent.Parent?.RootTurnId ?? turnId);
        AgentThread thread = new(options, new AgentIdentity(parent.SessionId, id, origin), hooks, model, counters);
        _running[id] = thread.RunTurnAsync(message, cancellationToken);
        return ScenarioJson.Compact(new JsonObject { ["agent_id"] = id, ["nickname"] = "Helper" });
    }

    /// <summary>Waits for those that nobody waited for: a turn does not end before its subagents.</summary>
    public async Task FinishAsync()
    {
        try
        {
            await Task.WhenAll(_running.Values).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The turn was interrupted, and they with it.
        }
    }

    private async Task<string> WaitAsync()
    {
        JsonObject status = [];
        foreach ((string id, Task<TurnResult> run) in _running)
        {
            status[id] = Describe(await run.ConfigureAwait(false));
        }

        return ScenarioJson.Compact(new JsonObject { ["status"] = status, ["timed_out"] = false });
    }

    private async Task<string> CloseAsync(string id)
    {
        JsonNode previous = _running.TryRemove(id, out Task<TurnResult>? run)
            ? Describe(await run.ConfigureAwait(false))
            : "not_found";
        return ScenarioJson.Compact(new JsonObject { ["previous_status"] = previous });
    }

    private static JsonObject Describe(TurnResult result)
        => result.Error is { } error ? new JsonObject { ["errored"] = error } : new JsonObject { ["completed"] = result.Message };
}
