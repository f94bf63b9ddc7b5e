// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using NemoFlow.Agents;
using NemoFlow.Agents.ClaudeCode;
using NemoFlow.Content;
using NemoFlow.Engine;
using NemoFlow.Engine.Hooks;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Security;
using NemoFlow.Hooks;

namespace NemoFlow.Gateway.Endpoints;

/// <summary><c>POST /hooks/{agent}</c>: one hook payload, answered once it is in the journal.</summary>
internal sealed class HookEndpoint(GatewayOptions options, Recorder recorder, HookRelay relay)
{
    /// <summary>From here on, reading a payload takes longer than a change of thread.</summary>
    private const int LargePayload = 65536;

    public async Task HandleAsync(Exchange exchange, string agent)
    {
        DateTimeOffset arrived = recorder.Time.GetUtcNow();
        if (AgentAdapters.Find(agent) is not { } adapter)
        {
            string known = string.Join(", ", AgentAdapters.All.Select(a => a.Agent));
            await GatewayErrors.ReplyAsync(exchange, StatusCodes.Status404NotFound, "unknown_agent", $"There are hooks for: {known}.").ConfigureAwait(false);
            return;
        }

        if (await ReadBodyAsync(exchange).ConfigureAwait(false) is not { } payload)
        {
            await GatewayErrors.TooLargeAsync(exchange, options.MaxHookBytes).ConfigureAwait(false);
            return;
        }

        if (payload.Length > LargePayload)
        {
            // This may be the thread that serves the sockets.
            await Task.Yield();
        }

        Dictionary<string, string> headers = ReadHeaders(exchange);
        if (IsRecordedByRun(headers, agent))
        {
            await exchange.ReplyAsync(StatusCodes.Status200OK, Encoding.UTF8.GetBytes(HookWire.NeutralReply(agent) ?? "{}")).ConfigureAwait(false);
            return;
        }

        headers.Remove(HookWire.InstalledHeader);
        headers.Remove(HookWire.RunAgentHeader);
        if (headers.Remove(HookWire.GatewayUrlHeader, out string? named)
            && await relay.TryAsync(exchange, agent, named, headers, payload, arrived).ConfigureAwait(false))
        {
            return;
        }

        DropWhatNeedsTheToken(exchange, headers);

        HookOutcome outcome;
        try
        {
            outcome = await recorder.Hooks.TakeAsync(
                adapter, headers, payload, headers.GetValueOrDefault(HookWire.DeliveryHeader), TimeOf(headers, arrived)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // A payload that nobody foresaw. The sender is told, so that it can keep it and let the agent go on.
            await GatewayErrors.ReplyAsync(exchange, StatusCodes.Status500InternalServerError, "hook_failed", "The hook could not be read: " + e.Message).ConfigureAwait(false);
            return;
        }

        if (outcome.Problem is not null)
        {
            await GatewayErrors.ReplyAsync(exchange, StatusCodes.Status400BadRequest, "malformed_hook", outcome.Problem).ConfigureAwait(false);
            return;
        }

        if (!outcome.Recorded && !outcome.Skipped)
        {
            // A success would say that the event is safe. The hook client answers the agent neutrally all the same.
            string reason = recorder.Pump.Counters.LastLoss ?? "the journal cannot be written";
            await GatewayErrors.ReplyAsync(exchange, StatusCodes.Status503ServiceUnavailable, "not_recorded", "The hook was not recorded: " + reason).ConfigureAwait(false);
            return;
        }

        await exchange.ReplyAsync(StatusCodes.Status200OK, outcome.Reply).ConfigureAwait(false);
    }

    /// <summary>
    /// A live hook happened when it arrived: the sender's clock counts milliseconds only, too coarse to keep the order. One that was sent
    /// much later than it fired happened then.
    /// </summary>
    private static DateTimeOffset TimeOf(Dictionary<string, string> headers, DateTimeOffset arrived)
    {
        if (headers.TryGetValue(HookWire.TimeHeader, out string? text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds)
            && milliseconds < arrived.ToUnixTimeMilliseconds() - 5000 && milliseconds > 0)
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }

        return arrived;
    }

    /// <summary>Whoever does not know the token must not choose where on the disk is written, nor who gets what is recorded.</summary>
    private void DropWhatNeedsTheToken(Exchange exchange, Dictionary<string, string> headers)
    {
        bool folder = headers.TryGetValue(HookWire.AtifFolderHeader, out string? asked) && !IsWithinTheWork(asked);
        if ((folder || headers.ContainsKey(HookWire.OpenInferenceEndpointHeader)) && !GatewayToken.IsShown(exchange, options))
        {
            headers.Remove(HookWire.OpenInferenceEndpointHeader);
            if (folder)
            {
                headers.Remove(HookWire.AtifFolderHeader);
            }
        }

        if (headers.TryGetValue(HookWire.OpenInferenceEndpointHeader, out string? endpoint) && UrlText.Masked(endpoint) != endpoint)
        {
            // It would be noted in the journal, where no credential may be.
            headers.Remove(HookWire.OpenInferenceEndpointHeader);
        }
    }

    /// <summary>An installed hook of an agent that a run observes: the run brought hooks of its own. Other agents inside of it report for themselves.</summary>
    private bool IsRecordedByRun(Dictionary<string, string> headers, string agent) =>
        headers.GetValueOrDefault(HookWire.RunHeader) is { Length: > 0 } run
        && (run != recorder.Options.Run?.RunId || headers.ContainsKey(HookWire.InstalledHeader))
        && (headers.GetValueOrDefault(HookWire.RunAgentHeader) is not { Length: > 0 } observed || observed == agent);

    private static bool IsWithinTheWork(string folder) => !Path.IsPathRooted(folder) && !folder.Split('/', '\\').Contains("..");

    private static Dictionary<string, string> ReadHeaders(Exchange exchange)
    {
        Dictionary<string, string> headers = new(StringComparer.Ordinal);
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in exchange.Request.Headers)
        {
            if (name.StartsWith(HookWire.HeaderPrefix, StringComparison.OrdinalIgnoreCase) || name.Equals(ClaudeAdapter.SessionHeader, StringComparison.OrdinalIgnoreCase))
            {
                headers[name.ToLowerInvariant()] = HookWire.DecodeHeader(value.ToString());
            }
        }

        if (headers.GetValueOrDefault(HookWire.RunHeader) is "")
        {
            // A header that names a variable is empty where the variable is not set.
            headers.Remove(HookWire.RunHeader);
        }

        return headers;
    }

    /// <summary>The body; null where it is larger than allowed.</summary>
    private async Task<byte[]?> ReadBodyAsync(Exchange exchange)
    {
        long? announced = exchange.Request.Headers.ContentLength;
        if (announced > options.MaxHookBytes)
        {
            return null;
        }

        using MemoryStream body = new(announced is { } length ? (int)length : 4096);
        byte[] block = new byte[(int)Math.Clamp(announced ?? 16384, 256, 65536)];
        int read;
        while ((read = await exchange.Request.Body.ReadAsync(block, exchange.Aborted).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > options.MaxHookBytes)
            {
                return null;
            }

            body.Write(block, 0, read);
        }

        return body.ToArray();
    }
}
