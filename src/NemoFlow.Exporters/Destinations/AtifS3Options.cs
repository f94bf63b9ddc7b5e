// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Destinations;

/// <summary>An S3-compatible store.</summary>
public sealed record AtifS3Options : AtifDestinationOptions
{
    /// <summary>The store; null is Amazon's in the region.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Goes before every name, for example <c>agents/</c>.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The region.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>True puts the bucket into the path instead of the host's name, as stores of one's own want it.</summary>
    public bool PathStyle { get; init; }

    /// <summary>The variable with the access key's id.</summary>
    public string AccessKeyVariable { get; init; } = "AWS_ACCESS_KEY_ID";

    /// <summary>The variable with the secret key.</summary>
    public string SecretKeyVariable { get; init; } = "AWS_SECRET_ACCESS_KEY";

    /// <summary>The variable with the session token, which only temporary keys have.</summary>
    public string SessionTokenVariable { get; init; } = "AWS_SESSION_TOKEN";
}
