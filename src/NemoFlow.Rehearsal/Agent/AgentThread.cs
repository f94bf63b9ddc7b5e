// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace NemoFlow.Rehearsal.Agent;

/// <summary>One agent's conversation with the model: its history, its turns and its retries.</summary>
internal sealed class AgentThread(
    ScriptedAgentOptions options, AgentIdentity identity, HookClient hooks, ModelClient model, AgentCounters counters)
{
    private readonly JsonArray _history = [];

    public AgentIdentity Identity => identity;

    /// <summary>Plays a prompt until the model calls no more tools.</summary>
    /// <remarks>
    /// 1. the prompt's hook; 2. a model request between its two hooks, repeated while that helps; 3. the tools it asked for,
    /// then 2 again; 4. the hook of the end, which a turn that failed does not have.
    /// </remarks>
    public async Task<TurnResult> RunTurnAsync(string prompt, CancellationToken cancellationToken)
    {
        string turnId = ScriptedAgent.NewId(options.TimeProvider);
        AgentTools tools = new(options, this, turnId, hooks, model, counters);
        try
        {
            // 1
            if (identity.IsSubagent)
            {
                await hooks.TurnAsync(identity, turnId, "SubagentStart", [], cancellationToken).ConfigureAwait(false);
            }

            JsonObject submitted = new() { ["prompt"] = prompt };
            await hooks.TurnAsync(identity, turnId, "UserPromptSubmit", submitted, cancellationToken).ConfigureAwait(false);
            _history.Add(AgentRequest.Message("user", prompt));
            TurnResult result = await LoopAsync(turnId, tools, cancellationToken).ConfigureAwait(false);
            await tools.FinishAsync().ConfigureAwait(false);
            if (result.Message is { } message)
            {
                // 4
                await StopAsync(turnId, message, cancellationToken).ConfigureAwait(false);
            }

            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await tools.FinishAsync().ConfigureAwait(false);
            if (!identity.IsSubagent)
            {
                await hooks.TurnAsync(identity, turnId, "Interrupt", [], CancellationToken.None).ConfigureAwait(false);
            }

            throw;
        }
    }

    private async Task<TurnResult> LoopAsync(string turnId, AgentTools tools, CancellationToken cancellationToken)
    {
        while (true)
        {
            // 2
            ModelReply reply = await AskAsync(turnId, cancellationToken).ConfigureAwait(false);
            if (reply.Error is { } error)
            {
                return new TurnResult(null, error);
            }

            // 3
            IReadOnlyList<JsonObject> outputs = await tools.PlayAsync(reply.Items, cancellationToken).ConfigureAwait(false);
            foreach (JsonObject output in outputs)
            {
                _history.Add(output);
            }

            if (outputs.Count == 0)
            {
                return new TurnResult(LastText(reply.Items), null);
            }
        }
    }

    private async Task<ModelReply> AskAsync(string turnId, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            await hooks.TurnAsync(identity, turnId, "PreModelRequest", [], cancellationToken).ConfigureAwait(false);
            ModelReply reply;
            try
            {
                reply = await model.SendAsync(identity, turnId, _history, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                JsonObject cancelled = PostModelRequest.Cancelled();
                await hooks.TurnAsync(identity, turnId, PostModelRequest.Name, cancelled, CancellationToken.None).ConfigureAwait(false);
                throw;
            }

            foreach (JsonObject item in reply.Items.Where(item => reply.Error is null || !IsCall(item)))
            {
                // After a failure, the next attempt sees what was said, but no call that nobody carried out.
                _history.Add(item.DeepClone());
            }

            JsonObject details = PostModelRequest.Of(reply);
            await hooks.TurnAsync(identity, turnId, PostModelRequest.Name, details, cancellationToken).ConfigureAwait(false);
            if (reply.Error is null || !reply.CanRetry || attempt >= options.MaximumAttempts)
            {
                return reply;
            }

            await Task.Delay(reply.RetryAfter, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task StopAsync(string turnId, string message, CancellationToken cancellationToken)
        => hooks.TurnAsync(
            identity,
            turnId,
            identity.IsSubagent ? "SubagentStop" : "Stop",
            new JsonObject { ["stop_hook_active"] = false, ["last_assistant_message"] = message },
            cancellationToken);

    private static bool IsCall(JsonObject item) => ((string?)item["type"])?.EndsWith("_call", StringComparison.Ordinal) == true;

    private static string LastText(IReadOnlyList<JsonObject> items)
    {
        JsonNode? content = items.LastOrDefault(static item => (string?)item["type"] == "message")?["content"]?[0];
        return (string?)(content?["text"] ?? content?["refusal"]) ?? string.Empty;
    }
}
