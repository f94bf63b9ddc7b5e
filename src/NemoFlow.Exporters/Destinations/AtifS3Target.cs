// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Headers;
using NemoFlow.Exporters.Delivery;

namespace NemoFlow.Exporters.Destinations;

/// <summary>Puts documents, and images beside them, into an S3-compatible store.</summary>
public sealed class AtifS3Target : AtifDestinationTarget
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

    /// <inheritdoc/>
    protected override async Task<DeliveryResult> PutAsync(string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation)
    {
        if (_environment(_options.AccessKeyVariable) is not { Length: > 0 } id || _environment(_options.SecretKeyVariable) is not { Length: > 0 } secret)
        {
            return HttpSending.Blocked($"the bucket {_options.Bucket} needs keys: set {_options.AccessKeyVariable} and {_options.SecretKeyVariable}");
        }

        Uri url = new(Base(_options).AbsoluteUri + AwsSignature.EncodePath(_options.Prefix + name));
        DateTimeOffset now = Server.Now;
        Dictionary<string, string> signed = new(StringComparer.Ordinal)
        {
            ["host"] = url.Authority,
            ["x-amz-content-sha256"] = AwsSignature.Hash(content.Span),
            ["x-amz-date"] = AwsSignature.Timestamp(now),
        };
        if (_environment(_options.SessionTokenVariable) is { Length: > 0 } token)
        {
            signed["x-amz-security-token"] = token;
        }

        HttpRequestMessage request = new(HttpMethod.Put, url) { Content = new ReadOnlyMemoryContent(content) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        foreach ((string header, string value) in signed)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        request.Headers.TryAddWithoutValidation("Authorization", AwsSignature.Authorization((id, secret), _options.Region, now, "PUT", url, signed));
        return await Server.SendAsync(request, cancellation).ConfigureAwait(false);
    }

    private static Uri Base(AtifS3Options options)
    {
        Uri store = options.Endpoint ?? new Uri($"https://s3.{options.Region}.amazonaws.com");
        return options.PathStyle
            ? new Uri(store, store.AbsolutePath.TrimEnd('/') + "/" + options.Bucket + "/")
            : new UriBuilder(store) { Host = options.Bucket + "." + store.Host, Path = store.AbsolutePath.TrimEnd('/') + "/" }.Uri;
    }
}
