// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Otlp;

/// <summary>Endpoints as people write them.</summary>
public static class OtlpEndpoint
{
    /// <summary>The path that OTLP/HTTP has for traces.</summary>
    public const string TracesPath = "/v1/traces";

    /// <summary>The same for metrics.</summary>
    internal const string MetricsPath = "/v1/metrics";

    /// <summary>Where backends are known to take OTLP/HTTP, before the path of the signal.</summary>
    private static readonly string[] Bases = ["", "/otlp", "/api/public/otel", "/agents/otel"];

    /// <summary>Addresses on the same server that are likelier than one where nothing is, the likeliest first.</summary>
    /// <param name="endpoint">Where nothing is.</param>
    /// <param name="path">The path of the signal, for example <see cref="TracesPath"/>.</param>
    internal static IReadOnlyList<Uri> Alternatives(Uri endpoint, string path) =>
    [
        .. ((string[])[endpoint.AbsolutePath.TrimEnd('/'), .. Bases])
            .Select(b => new UriBuilder(endpoint) { Path = b.EndsWith(path, StringComparison.Ordinal) ? b : b + path }.Uri)
            .Where(u => u != endpoint).Distinct(),
    ];

    /// <summary>The URL that traces are posted to: a bare server gets the path that OTLP has by default. Null where it is no http or https URL.</summary>
    public static Uri? Traces(string endpoint)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
        {
            return null;
        }

        return url.AbsolutePath is "" or "/" ? new Uri(url, TracesPath + url.Query) : url;
    }
}
