// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using System.Net.Security;
using NemoFlow.Content;

namespace NemoFlow.Exporters.Delivery;

/// <summary>What all targets behind HTTP have in common.</summary>
internal static class HttpSending
{
    /// <summary>Longer waits are not granted: whoever asks for a day is asked again in a minute.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(60);

    /// <summary>Most bytes of an answer that are read.</summary>
    private const int MaxAnswer = 64 << 10;

    /// <summary>Shorter values of headers are no secrets, and stand in words by chance.</summary>
    private const int LeastSecret = 6;

    public static HttpMessageInvoker Client(TimeSpan timeout) => new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
            Proxy = new LoopbackBypass(HttpClient.DefaultProxy),
            EnableMultipleHttp2Connections = true,
            SslOptions = new SslClientAuthenticationOptions(),
        },
        disposeHandler: true);

    /// <summary>The verdict on an answer that is no success. Wrong addresses and credentials can be mended: nothing is thrown away for them.</summary>
    public static DeliveryResult Verdict(HttpResponseMessage response, Uri address, string detail)
    {
        int status = (int)response.StatusCode;
        string answer = string.Create(CultureInfo.InvariantCulture, $"answered {status}{(detail.Length == 0 ? "" : ": " + Plain(detail, response))}");
        string problem = UrlText.Masked(address.OriginalString) + " " + answer;
        DeliveryResult result = status switch
        {
            400 or 413 or 422 => new DeliveryResult { Verdict = DeliveryVerdict.Refused, Problem = problem, Cause = DeliveryCause.Content },
            401 or 403 => Blocked(problem + ": check the credentials in the exporter's headers", DeliveryCause.Credential),
            404 or 405 or (>= 300 and < 400) => Blocked(problem + ": check the exporter's endpoint", DeliveryCause.Place),
            408 or 429 or 502 or 503 or 504 => new DeliveryResult { Verdict = DeliveryVerdict.Later, RetryAfter = RetryAfter(response), Problem = problem, Cause = DeliveryCause.Busy },
            _ => Blocked(problem),
        };
        return result with { Answer = answer };
    }

    /// <summary>A target's own words without the values of headers that it was sent: some repeat the credential that they refuse.</summary>
    public static string Plain(string text, HttpResponseMessage response)
    {
        foreach (string value in response.RequestMessage?.Headers.Where(h => h.Key is not ("User-Agent" or "TE" or "Host")).SelectMany(h => h.Value) ?? [])
        {
            foreach (string part in (string[])[value, value[(value.LastIndexOf(' ') + 1)..]])
            {
                text = part.Length >= LeastSecret ? text.Replace(part, "***", StringComparison.Ordinal) : text;
            }
        }

        return text;
    }

    /// <summary>Sends and judges; a failure to reach the target is no exception but a result.</summary>
    public static async Task<DeliveryResult> SendAsync(
        HttpMessageInvoker client, HttpRequestMessage request, TimeSpan timeout, TimeProvider time, Func<HttpResponseMessage, byte[], DeliveryResult> judge, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = new(timeout, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            using HttpResponseMessage response = await client.SendAsync(request, both.Token).ConfigureAwait(false);
            byte[] body = await ReadAsync(response, both.Token).ConfigureAwait(false);
            return judge(response, body);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            string answer = $"did not answer within {timeout.TotalSeconds:0.#} s";
            return new DeliveryResult { Verdict = DeliveryVerdict.Later, Problem = $"{UrlText.Masked(request.RequestUri!.OriginalString)} {answer}", Cause = DeliveryCause.Unreachable, Answer = answer };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            string answer = "cannot be reached: " + e.Message;
            bool isForeign = e is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError };
            return new DeliveryResult
            {
                Verdict = DeliveryVerdict.Later,
                Problem = $"{UrlText.Masked(request.RequestUri!.OriginalString)} {answer}",
                Cause = isForeign ? DeliveryCause.Protocol : DeliveryCause.Unreachable,
                Answer = answer,
            };
        }
    }

    public static DeliveryResult Blocked(string problem, DeliveryCause cause = DeliveryCause.None) =>
        new() { Verdict = DeliveryVerdict.Later, RetryAfter = MaxRetryAfter, Problem = problem, Cause = cause, Answer = problem };

    /// <summary>The text of an answer as far as it can be shown in a line.</summary>
    public static string Line(byte[] body)
    {
        string text = System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 300)));
        return new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using MemoryStream body = new();
            byte[] block = new byte[8192];
            int read;
            while (body.Length < MaxAnswer && (read = await stream.ReadAsync(block, cancellation).ConfigureAwait(false)) > 0)
            {
                body.Write(block, 0, read);
            }

            return body.ToArray();
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        TimeSpan? asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when response.Headers.Date is { } now => date - now,
            _ => null,
        };
        return asked is { } wait ? Clamp(wait) : null;
    }

    public static TimeSpan Clamp(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > MaxRetryAfter ? MaxRetryAfter : wait;

    /// <summary>The environment's proxy, which a target on this machine does not need.</summary>
    private sealed class LoopbackBypass(IWebProxy proxy) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => proxy.Credentials;
            set => proxy.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => proxy.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
    }
}
