// SPDX-License-Identifier: Apache-2.0
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace NemoFlow.Gateway.Hosting;

/// <summary>One request and its response, as the server's features give them.</summary>
internal sealed class Exchange(IFeatureCollection features)
{
    private readonly IHttpResponseFeature _response = features.GetRequiredFeature<IHttpResponseFeature>();
    private readonly IHttpResponseBodyFeature _body = features.GetRequiredFeature<IHttpResponseBodyFeature>();
    private readonly IHttpRequestLifetimeFeature _lifetime = features.GetRequiredFeature<IHttpRequestLifetimeFeature>();

    public IHttpRequestFeature Request { get; } = features.GetRequiredFeature<IHttpRequestFeature>();

    public IHttpResponseFeature Response => _response;

    public CancellationToken Aborted => _lifetime.RequestAborted;

    public PipeWriter Writer => _body.Writer;

    /// <summary>The body of the request.</summary>
    public PipeReader Body => features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;

    /// <summary>The request's path and query as the client wrote them; the authority of an absolute-form target is taken off.</summary>
    public RequestTarget Target { get; } = RequestTarget.Parse(features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);

    /// <summary>The addresses of both ends; null where the server does not tell.</summary>
    public IHttpConnectionFeature? Connection => features.Get<IHttpConnectionFeature>();

    public bool CanHaveBody => features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? Request.Headers.ContentLength > 0;

    public string? Header(string name)
    {
        Microsoft.Extensions.Primitives.StringValues values = Request.Headers[name];
        return values.Count == 0 ? null : values.ToString();
    }

    /// <summary>Decides on the answer's head: what is written from here on goes behind it, without being gathered elsewhere first.</summary>
    public Task StartAsync() => _body.StartAsync();

    /// <summary>Ends the answer, while the request may still go on.</summary>
    public Task CompleteAsync() => _body.CompleteAsync();

    /// <summary>Answers with JSON of our own.</summary>
    public async Task ReplyAsync(int status, ReadOnlyMemory<byte> json, string contentType = "application/json")
    {
        _response.StatusCode = status;
        _response.Headers.ContentType = contentType;
        _response.Headers.ContentLength = json.Length;
        if (!HttpMethods.IsHead(Request.Method))
        {
            await Writer.WriteAsync(json, Aborted).ConfigureAwait(false);
        }
    }
}
