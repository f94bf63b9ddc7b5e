// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Otlp;

/// <summary>Endpoints as people write them.</summary>
public static class OtlpEndpoint
{
    /// <summary>The path that OTLP/HTTP has for traces.</summary>
    public const string TracesPath = "/v1/traces";

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
