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

    /// <summary>Takes the options; the environment is asked for the values of headers.</summary>
    public AtifHttpTarget(AtifHttpOptions options, AtifFileOptions file, string recorderVersion, Func<string, string?> environment, TimeProvider time)
        : base(options, file, recorderVersion, UrlText.Masked(options.Url.OriginalString), time)
    {
        _options = options;
        _headers = new ExporterHeaders(options.Headers, options.HeaderVariables, environment);
    }

    /// <inheritdoc/>
    protected override bool TakesImages => false;

    /// <inheritdoc/>
    public Task<ProbeAnswer> ProbeAsync(CancellationToken cancellation) => OptionsProbe.AskAsync(Server, _options.Url, _headers, cancellation);

    /// <inheritdoc/>
    protected override Task<DeliveryResult> PutAsync(string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation)
    {
        ReadOnlyMemoryContent document = new(content);
        document.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        document.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name };
        return Server.PostAsync(_options.Url, document, _headers, cancellation);
    }
}
