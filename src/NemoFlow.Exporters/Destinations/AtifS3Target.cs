// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Headers;
using NemoFlow.Exporters.Delivery;

namespace NemoFlow.Exporters.Destinations;

/// <summary>Puts documents, and images beside them, into an S3-compatible store.</summary>
public sealed class AtifS3Target : AtifDestinationTarget, IProbedTarget
{
    private readonly AtifS3Options _options;
    private readonly Func<string, string?> _environment;

    /// <summary>Takes the options; keys are read from the environment whenever they are needed, so that new ones count at once.</summary>
    public AtifS3Target(AtifS3Options options, AtifFileOptions file, string recorderVersion, Func<string, string?> environment, TimeProvider time)
        : base(options, file, recorderVersion, Base(options).GetLeftPart(UriPartial.Path), time)
    {
        _options = options;
        _environment = environment;
    }

    /// <inheritdoc/>
    protected override bool TakesImages => true;

    /// <summary>
    /// Looks at the bucket. A key that may write but not look is told from one that is refused by the store's own code for it, which only the
    /// answer to a (list) request has: one that asks for no entries.
    /// </summary>
    public async Task<ProbeAnswer> ProbeAsync(CancellationToken cancellation)
    {
        if (Keys() is not { } keys)
        {
            return new ProbeAnswer(ProbeVerdict.Failed, Missing());
        }

        Uri bucket = new(Base(_options).AbsoluteUri.TrimEnd('/'));
        ProbeAnswer answer = await AskAsync(HttpMethod.Head, bucket, keys, cancellation).ConfigureAwait(false);
        return answer.Verdict is ProbeVerdict.CredentialRefused or ProbeVerdict.Undecided
            ? await AskAsync(HttpMethod.Get, new Uri(bucket.AbsoluteUri + "?list-type=2&max-keys=0"), keys, cancellation).ConfigureAwait(false)
            : answer;
    }

    /// <inheritdoc/>
    protected override async Task<DeliveryResult> PutAsync(string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation)
    {
        if (Keys() is not { } keys)
        {
            return HttpSending.Blocked(Missing());
        }

        Uri url = new(Base(_options).AbsoluteUri + AwsSignature.EncodePath(_options.Prefix + name));
        HttpRequestMessage request = Signed(HttpMethod.Put, url, keys, content.Span);
        request.Content = new ReadOnlyMemoryContent(content);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return await Server.SendAsync(request, cancellation).ConfigureAwait(false);
    }

    private (string Id, string Secret)? Keys() => _environment(_options.AccessKeyVariable) is { Length: > 0 } id && _environment(_options.SecretKeyVariable) is { Length: > 0 } secret
        ? (id, secret)
        : null;

    private string Missing() => $"the bucket {_options.Bucket} needs keys: set {_options.AccessKeyVariable} and {_options.SecretKeyVariable}";

    private HttpRequestMessage Signed(HttpMethod method, Uri url, (string Id, string Secret) keys, ReadOnlySpan<byte> content)
    {
        DateTimeOffset now = Server.Now;
        Dictionary<string, string> signed = new(StringComparer.Ordinal)
        {
            ["host"] = url.Authority,
            ["x-amz-content-sha256"] = AwsSignature.Hash(content),
            ["x-amz-date"] = AwsSignature.Timestamp(now),
        };
        if (_environment(_options.SessionTokenVariable) is { Length: > 0 } token)
        {
            signed["x-amz-security-token"] = token;
        }

        HttpRequestMessage request = new(method, url);
        foreach ((string header, string value) in signed)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        request.Headers.TryAddWithoutValidation("Authorization", AwsSignature.Authorization(keys, _options.Region, now, method.Method, url, signed));
        return request;
    }

    private Task<ProbeAnswer> AskAsync(HttpMethod method, Uri url, (string Id, string Secret) keys, CancellationToken cancellation) =>
        Server.AskAsync(Signed(method, url, keys, []), (response, body) => S3Answer.Judge(response, body, _options), cancellation);

    private static Uri Base(AtifS3Options options)
    {
        Uri store = options.Endpoint ?? new Uri($"https://s3.{options.Region}.amazonaws.com");
        return options.PathStyle
            ? new Uri(store, store.AbsolutePath.TrimEnd('/') + "/" + options.Bucket + "/")
            : new UriBuilder(store) { Host = options.Bucket + "." + store.Host, Path = store.AbsolutePath.TrimEnd('/') + "/" }.Uri;
    }
}
