// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Headers;
using NemoFlow.Content;
using NemoFlow.Exporters.Delivery;

namespace NemoFlow.Exporters.Destinations;

/// <summary>Posts documents to a server; the name of the file stands in a header.</summary>
public sealed class AtifHttpTarget : AtifDestinationTarget, IProbedTarget
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
    public Task<ProbeAnswer> ProbeAsync(CancellationToken cancellation) => OptionsProbe.AskAsync(_client, _options.Url, _headers, _options.Timeout, _time, cancellation);

    /// <inheritdoc/>
    protected override Task<DeliveryResult> PutAsync(string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation)
    {
        ReadOnlyMemoryContent document = new(content);
        document.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        document.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name };
        return HttpSending.PostAsync(_client, _options.Url, document, _headers, _options.Timeout, _time, cancellation);
    }

    /// <inheritdoc/>
    protected override ValueTask DisposeCoreAsync()
    {
        _client.Dispose();
        return base.DisposeCoreAsync();
    }
}
