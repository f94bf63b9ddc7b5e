// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Api;

namespace NemoFlow.Rehearsal.Agent;

/// <summary>Sends model requests with Codex's headers and reads the streamed answers.</summary>
internal sealed class ModelClient(ScriptedAgentOptions options, HttpMessageInvoker http, AgentCounters counters)
{
    private readonly Uri _address = new(options.Gateway, "/v1/responses");

    public async Task<ModelReply> SendAsync(
        AgentIdentity agent, string turnId, JsonArray history, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref counters.ModelRequests);
        using HttpRequestMessage request = new(HttpMethod.Post, _address);
        string metadata = AgentRequest.TurnMetadata(options, agent, turnId).ToJsonString();
        AddHeaders(request, agent, metadata);
        request.Content = new ByteArrayContent(
            SseBytes.Json(AgentRequest.Body(options, agent, turnId, metadata, history)));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return Refused(response);
            }

            Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                return await ResponseReader.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return ResponseReader.Failed([], $"stream disconnected before completion: {exception.Message}", true);
        }
    }

    private void AddHeaders(HttpRequestMessage request, AgentIdentity agent, string metadata)
    {
        HttpRequestHeaders headers = request.Headers;
        headers.TryAddWithoutValidation("x-codex-window-id", $"{agent.ThreadId}:0");
        headers.TryAddWithoutValidation("x-codex-turn-metadata", metadata);
        headers.TryAddWithoutValidation("x-client-request-id", agent.ThreadId);
        headers.TryAddWithoutValidation("session-id", agent.SessionId);
        headers.TryAddWithoutValidation("thread-id", agent.ThreadId);
        if (agent.Parent is { } parent)
        {
            headers.TryAddWithoutValidation("x-openai-subagent", "collab_spawn");
            headers.TryAddWithoutValidation("x-codex-parent-thread-id", parent.ThreadId);
        }

        headers.TryAddWithoutValidation("accept", "text/event-stream");
        headers.TryAddWithoutValidation("originator", "nemo_flow_rehearsal");
        headers.TryAddWithoutValidation("user-agent", "nemo-flow-rehearsal");
        foreach (KeyValuePair<string, string> header in options.RequestHeaders)
        {
            headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    private static ModelReply Refused(HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        return ResponseReader.Failed([], $"unexpected status {status} {response.ReasonPhrase}", status == 429 || status >= 500) with
        {
            RetryAfter = response.Headers.RetryAfter?.Delta ?? TimeSpan.Zero,
        };
    }
}
