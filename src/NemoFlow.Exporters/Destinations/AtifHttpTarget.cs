// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Headers;
using NemoFlow.Content;
using NemoFlow.Exporters.Delivery;

namespace NemoFlow.Exporters.Destinations;

/// <summary>Posts documents to a server; the name of the file stands in a header.</summary>
public sealed class AtifHttpTarget : AtifDestinationTarget
{
    private readonly AtifHttpOptions _options;
    private readonly ExporterHeaders _headers;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _client;

    /// <summary>Takes the options; the environment is asked for the values of headers.</summary>
    public AtifHttpTarget(AtifHttpOptions options, AtifFileOptions file, string recorderVersion, Func<string, string?> environment, TimeProvider time)
        : base(options, file, recorderVersion, UrlText.Masked(options.Url.OriginalString))
    {
        _options = options;
        _headers = new ExporterHeaders(options.Headers, options.HeaderVariables, environment);
        _time = time;
        _client = HttpSending.Client(options.Timeout);
    }

    /// <inheritdoc/>
    protected override bool TakesImages => false;

    /// <inheritdoc/>
    protected override async Task<DeliveryResult> PutAsync(string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation)
    {
        if (_headers.Problem is { } problem)
        {
            return HttpSending.Blocked(problem);
        }

        using HttpRequestMessage request = new(HttpMethod.Post, _options.Url) { Content = new ReadOnlyMemoryContent(content) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        request.Content.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name };
        _headers.AddTo(request);
        return await HttpSending.SendAsync(
            _client,
            request,
            _options.Timeout,
            _time,
            (response, body) => response.IsSuccessStatusCode
                ? new DeliveryResult { Verdict = DeliveryVerdict.Delivered }
                : HttpSending.Verdict(response, _options.Url, HttpSending.Line(body)),
            cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override ValueTask DisposeCoreAsync()
    {
        _client.Dispose();
        return base.DisposeCoreAsync();
    }
}
