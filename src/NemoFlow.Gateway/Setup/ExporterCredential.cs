// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Setup;

/// <summary>Where an exporter's credential comes from; its value is never held.</summary>
/// <param name="Source">The place in words; null where there is no credential.</param>
/// <param name="Missing">What is not set and has to be; null where nothing is missing.</param>
internal sealed record ExporterCredential(string? Source, string? Missing)
{
    private static readonly string[] StandardVariables = ["OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS"];

    /// <summary>None, and none needed.</summary>
    public static ExporterCredential None { get; } = new(null, null);

    /// <summary>Of an exporter that sends headers.</summary>
    public static ExporterCredential Of(IReadOnlyDictionary<string, string> headers, IReadOnlyDictionary<string, string> variables, Func<string, string?> environment)
    {
        if (variables.Count > 0)
        {
            return OfVariables([.. variables.Values], environment);
        }

        if (headers.ContainsKey("wandb-api-key"))
        {
            return new ExporterCredential("the netrc file (~/.netrc, or NETRC)", null);
        }

        // The project of Weave is a header, and no secret.
        return !headers.Keys.Any(h => h != "project_id")
            ? None
            : new ExporterCredential(StandardVariables.FirstOrDefault(v => !string.IsNullOrEmpty(environment(v)) && headers.Keys.All(h => environment(v)!.Contains(h + "=", StringComparison.OrdinalIgnoreCase))) ?? "headers in the configuration", null);
    }

    /// <summary>Of an exporter that takes its credential from variables.</summary>
    public static ExporterCredential OfVariables(IReadOnlyList<string> variables, Func<string, string?> environment)
    {
        string unset = string.Join(", ", variables.Where(v => string.IsNullOrEmpty(environment(v))));
        return new ExporterCredential(string.Join(", ", variables), unset.Length == 0 ? null : $"not set: {unset}");
    }
}
