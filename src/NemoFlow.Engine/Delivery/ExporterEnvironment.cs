// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Otlp.OpenInference;

namespace NemoFlow.Engine.Delivery;

/// <summary>The exporters that one option or environment variable alone sets up.</summary>
public static class ExporterEnvironment
{
    /// <summary>The variable that names an OpenInference backend.</summary>
    public const string OpenInferenceEndpoint = "NEMO_FLOW_OPENINFERENCE_ENDPOINT";

    /// <summary>The exporters; an endpoint given as an option wins over the environment.</summary>
    /// <exception cref="FormatException">The endpoint is no http or https URL.</exception>
    public static ExporterSet Read(string? openInferenceEndpoint, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        string? endpoint = string.IsNullOrWhiteSpace(openInferenceEndpoint) ? environment(OpenInferenceEndpoint)?.Trim() : openInferenceEndpoint.Trim();
        return string.IsNullOrEmpty(endpoint)
            ? ExporterSet.None
            : new ExporterSet
            {
                Otlp =
                [
                    new OtlpOptions
                    {
                        Endpoint = TracesUrl(endpoint),
                        Vocabulary = SpanVocabulary.OpenInference,
                        Hide = OpenInferenceHiding.FromEnvironment(environment),
                    },
                ],
            };
    }

    /// <summary>The URL that traces are posted to: a bare server gets the path that OTLP has by default.</summary>
    /// <exception cref="FormatException">It is no http or https URL.</exception>
    public static Uri TracesUrl(string endpoint)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
        {
            throw new FormatException($"'{Content.UrlText.Masked(endpoint)}' is no endpoint for traces: write it as http://127.0.0.1:4318/v1/traces.");
        }

        return url.AbsolutePath is "" or "/" ? new Uri(url, "/v1/traces") : url;
    }
}
