// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Hooks;

namespace NemoFlow.Gateway.Endpoints;

/// <summary>
/// Passes hooks on to the gateway that the user named for them. An agent that posts hooks itself knows one address only, and tells by a header
/// which gateway they are meant for. What cannot be passed on is recorded where it came: nothing is lost.
/// </summary>
/// <remarks>The hook goes on without that header, so that it is passed on once at most, whatever addresses lead in a circle.</remarks>
internal sealed class HookRelay(TimeProvider time)
{
    /// <summary>An agent waits for it: as long as a hook client would.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A reply is a few lines of JSON: more than this comes from something else.</summary>
    private const long MaxReplyBytes = 4 << 20;

    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
    });

    private long _passedOn;
    private long _keptHere;
    private volatile string? _lastProblem;

    /// <summary>Hooks that another gateway took.</summary>
    public long PassedOn => Volatile.Read(ref _passedOn);

    /// <summary>Hooks for another gateway that it did not take, so that they are recorded here.</summary>
    public long KeptHere => Volatile.Read(ref _keptHere);

    /// <summary>Why the last of them was kept; null where none was.</summary>
    public string? LastProblem => _lastProblem;

    /// <summary>Passes a hook on and answers with what comes back. False where it is to be recorded here: no other gateway is named, or it did not take the hook.</summary>
    /// <param name="exchange">The request that brought it.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="named">The gateway's URL, as the user wrote it; null or blank where none is named.</param>
    /// <param name="headers">Our headers of the hook.</param>
    /// <param name="payload">The body, which is not touched.</param>
    /// <param name="arrived">When it came.</param>
    public async Task<bool> TryAsync(Exchange exchange, string agent, string? named, Dictionary<string, string> headers, byte[] payload, DateTimeOffset arrived)
    {
        if (string.IsNullOrWhiteSpace(named))
        {
            return false;
        }

        if (Address(named) is not { } gateway)
        {
            // Prompts must not leave this machine, whoever asks for it.
            return Keep("the gateway named for it has no address on this machine: http://127.0.0.1:PORT, http://localhost:PORT or http://[::1]:PORT");
        }

        if (IsThisOne(exchange.Connection, gateway))
        {
            return false;
        }

        // The same id there and here: a hook of which nobody knows whether it was taken can be told to be one.
        headers.TryAdd(HookWire.DeliveryHeader, Guid.CreateVersion7(arrived).ToString());
        headers.TryAdd(HookWire.TimeHeader, arrived.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        string authority = gateway.GetLeftPart(UriPartial.Authority);
        using CancellationTokenSource patience = new(Patience, time);
        try
        {
            using HttpRequestMessage request = Request(new Uri(gateway.AbsoluteUri.TrimEnd('/') + HookWire.RoutePrefix + agent), headers, payload);
            using HttpResponseMessage response = await Http.SendAsync(request, patience.Token).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(MaxReplyBytes, patience.Token).ConfigureAwait(false);
            byte[] reply = await response.Content.ReadAsByteArrayAsync(patience.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode && !IsRejection(response.StatusCode, reply))
            {
                return Keep($"the gateway at {authority} answered with {(int)response.StatusCode}");
            }

            Interlocked.Increment(ref _passedOn);
            await exchange.ReplyAsync((int)response.StatusCode, reply, response.Content.Headers.ContentType?.ToString() ?? "application/json").ConfigureAwait(false);
            return true;
        }
        catch (HttpRequestException e)
        {
            return Keep($"the gateway at {authority} cannot be reached: {e.Message}");
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return Keep($"the gateway at {authority} did not answer within {Patience.TotalSeconds} s");
        }
    }

    private static HttpRequestMessage Request(Uri url, Dictionary<string, string> headers, byte[] payload)
    {
        HttpRequestMessage request = new(HttpMethod.Post, url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(payload) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.ConnectionClose = true;
        foreach ((string name, string value) in headers)
        {
            if (name != HookWire.TokenHeader)
            {
                // What opens this gateway is no business of another program.
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    /// <summary>Plain HTTP to this machine; null for anything else.</summary>
    private static Uri? Address(string named) => Uri.TryCreate(named.Trim(), UriKind.Absolute, out Uri? url)
        && url.Scheme == Uri.UriSchemeHttp && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0
        && (url.Host == "localhost" || (IPAddress.TryParse(url.Host, out IPAddress? address) && IPAddress.IsLoopback(address)))
            ? url
            : null;

    private static bool IsThisOne(IHttpConnectionFeature? connection, Uri gateway) =>
        connection?.LocalIpAddress is { } address && gateway.Port == connection.LocalPort
        && (IPAddress.TryParse(gateway.Host, out IPAddress? named) ? named.Equals(address) : address.Equals(IPAddress.Loopback));

    /// <summary>A verdict of a policy is an answer for the agent.</summary>
    private static bool IsRejection(HttpStatusCode status, byte[] reply) =>
        status == HttpStatusCode.Forbidden && reply.AsSpan().IndexOf(Encoding.UTF8.GetBytes(HookWire.GuardrailRejected)) >= 0;

    private bool Keep(string problem)
    {
        Interlocked.Increment(ref _keptHere);
        _lastProblem = problem;
        return false;
    }
}
