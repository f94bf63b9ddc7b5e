// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Delivery;

/// <summary>The way to a server that takes all of a request or nothing of it.</summary>
/// <param name="timeout">How long a request may take.</param>
/// <param name="time">The clock.</param>
internal sealed class HttpTarget(TimeSpan timeout, TimeProvider time) : IDisposable
{
    private readonly HttpMessageInvoker _client = HttpSending.Client(timeout);

    /// <summary>Now, as the server should see it.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Posts something, unless a header's value is missing.</summary>
    public async Task<DeliveryResult> PostAsync(Uri address, HttpContent content, ExporterHeaders headers, CancellationToken cancellation)
    {
        HttpRequestMessage request = new(HttpMethod.Post, address) { Content = content };
        if (headers.Problem is { } problem)
        {
            request.Dispose();
            return HttpSending.Blocked(problem);
        }

        headers.AddTo(request);
        return await SendAsync(request, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends a request, and lets go of it.</summary>
    public async Task<DeliveryResult> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using (request)
        {
            return await HttpSending.SendAsync(_client, request, timeout, time, Judge, cancellation).ConfigureAwait(false);
        }

        DeliveryResult Judge(HttpResponseMessage response, byte[] body) => response.IsSuccessStatusCode
            ? new DeliveryResult { Verdict = DeliveryVerdict.Delivered }
            : HttpSending.Verdict(response, request.RequestUri!, HttpSending.Line(body));
    }

    /// <summary>Sends a request that stores nothing, lets go of it, and gives what the answer means.</summary>
    public async Task<ProbeAnswer> AskAsync(HttpRequestMessage request, Func<HttpResponseMessage, byte[], ProbeAnswer> judge, CancellationToken cancellation)
    {
        ProbeAnswer? answer = null;
        using (request)
        {
            DeliveryResult result = await HttpSending.SendAsync(_client, request, timeout, time, Judge, cancellation).ConfigureAwait(false);
            return answer ?? ProbeAnswer.Of(result);
        }

        DeliveryResult Judge(HttpResponseMessage response, byte[] body)
        {
            answer = judge(response, body);
            return HttpSending.Verdict(response, request.RequestUri!, HttpSending.Line(body));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
