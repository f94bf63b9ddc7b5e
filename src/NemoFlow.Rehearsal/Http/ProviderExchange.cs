// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Http.Features;

namespace NemoFlow.Rehearsal.Http;

/// <summary>One request and the way to answer it.</summary>
internal sealed class ProviderExchange(IFeatureCollection features)
{
    public IHttpRequestFeature Request { get; } = features.GetRequiredFeature<IHttpRequestFeature>();

    public IFeatureCollection Features { get; } = features;

    /// <summary>Path of the raw target without query; also for targets in absolute form.</summary>
    public string Path { get; } = PathOf(features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);

    public List<KeyValuePair<string, string>> Headers { get; set; } = [];

    public byte[] Body { get; set; } = [];

    public CancellationToken Aborted { get; } = features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;

    /// <summary>Value of the first header of that name, whatever its spelling.</summary>
    public string? Header(string name)
    {
        foreach (KeyValuePair<string, string> header in Headers)
        {
            if (string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }

    private static string PathOf(string target)
    {
        int query = target.IndexOf('?', StringComparison.Ordinal);
        string path = query < 0 ? target : target[..query];
        return path.StartsWith('/') || !Uri.TryCreate(path, UriKind.Absolute, out Uri? uri) ? path : uri.AbsolutePath;
    }
}
