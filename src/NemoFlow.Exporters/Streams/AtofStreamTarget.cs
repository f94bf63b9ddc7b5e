// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Headers;
using NemoFlow.Content;
using NemoFlow.Exporters.Delivery;

namespace NemoFlow.Exporters.Streams;

/// <summary>Posts events to a server.</summary>
public sealed class AtofStreamTarget : AtofTarget, IProbedTarget
{
    private readonly AtofStreamOptions _options;
    private readonly ExporterHeaders _headers;
    private readonly HttpTarget _server;

    /// <summary>Takes the options; the environment is asked for the values of headers.</summary>
    public AtofStreamTarget(AtofStreamOptions options, Func<string, string?> environment, TimeProvider time)
        : base(options.Name ?? TargetName.Of("atof", options.Url.AbsoluteUri), UrlText.Masked(options.Url.OriginalString), options.FullPayloads)
    {
        _options = options;
        _headers = new ExporterHeaders(options.Headers, options.HeaderVariables, environment);
        _server = new HttpTarget(options.Timeout, time);
    }

    /// <summary>Lines may be none at all, so that a stream of them is asked as it is used; an event by itself cannot be nothing.</summary>
    public async Task<ProbeAnswer> ProbeAsync(CancellationToken cancellation) => _options.OneByOne
        ? await OptionsProbe.AskAsync(_server, _options.Url, _headers, cancellation).ConfigureAwait(false)
        : ProbeAnswer.Of(await SendAsync(ReadOnlyMemory<byte>.Empty, cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    protected override int MaxLines => _options.OneByOne ? 1 : base.MaxLines;

    /// <inheritdoc/>
    protected override Task<DeliveryResult> SendAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        ReadOnlyMemoryContent content = new(lines);
        content.Headers.ContentType = new MediaTypeHeaderValue(_options.OneByOne ? "application/json" : "application/x-ndjson");
        return _server.PostAsync(_options.Url, content, _headers, cancellation);
    }

    /// <inheritdoc/>
    protected override ValueTask DisposeCoreAsync()
    {
        _server.Dispose();
        return base.DisposeCoreAsync();
    }
}
