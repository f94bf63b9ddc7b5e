// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Api;

namespace NemoFlow.Rehearsal.Agent;

/// <summary>Builds hook payloads as Codex does and delivers them; a hook that cannot be delivered never stops the agent.</summary>
internal sealed class HookClient(ScriptedAgentOptions options, HttpMessageInvoker http, AgentCounters counters)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Uri _address = new(options.Gateway, "/hooks/codex");

    public Task SessionAsync(AgentIdentity agent, string hook, string key, string value, CancellationToken cancellationToken)
    {
        JsonObject payload = Start(agent, null, hook);
        if (hook == "SessionStart")
        {
            AddMode(payload);
        }
        else
        {
            payload.Remove("model");
        }

        payload[key] = value;
        return SendAsync(payload, cancellationToken);
    }

    /// <summary>A hook of a turn; <paramref name="details"/> are its own members.</summary>
    public Task TurnAsync(AgentIdentity agent, string turnId, string hook, JsonObject details, CancellationToken cancellationToken)
    {
        JsonObject payload = Start(agent, turnId, hook);
        if (hook is not ("PreModelRequest" or "PostModelRequest"))
        {
            AddMode(payload);
        }

        foreach ((string key, JsonNode? value) in details)
        {
            payload[key] = value?.DeepClone();
        }

        return SendAsync(payload, cancellationToken);
    }

    private static void AddMode(JsonObject payload) => payload["permission_mode"] = "bypassPermissions";

    private JsonObject Start(AgentIdentity agent, string? turnId, string hook)
    {
        JsonObject payload = new() { ["session_id"] = agent.SessionId };
        if (turnId is not null)
        {
            payload["turn_id"] = turnId;
        }

        if (agent.IsSubagent)
        {
            payload["agent_id"] = agent.ThreadId;
            payload["agent_type"] = "default";
        }

        // Codex sends null here for sessions that it does not write to disk.
        payload["transcript_path"] = null;
        payload["cwd"] = options.WorkingDirectory;
        payload["hook_event_name"] = hook;
        payload["model"] = options.Model;
        return payload;
    }

    private async Task SendAsync(JsonObject payload, CancellationToken cancellationToken)
    {
        if (options.HookSink is { } sink)
        {
            await sink(payload, cancellationToken).ConfigureAwait(false);
            Interlocked.Increment(ref counters.HooksSent);
            return;
        }

        using HttpRequestMessage request = new(HttpMethod.Post, _address)
        {
            Content = new ByteArrayContent(SseBytes.Json(payload)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (KeyValuePair<string, string> header in options.HookHeaders)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        bool delivered = false;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
            delivered = response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Counted below.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Too slow: likewise.
        }

        Interlocked.Increment(ref delivered ? ref counters.HooksSent : ref counters.HooksFailed);
    }
}
