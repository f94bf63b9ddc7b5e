// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Content;

namespace NemoFlow.Exporters.Otlp;

/// <summary>The standard <c>OTEL_EXPORTER_OTLP_*</c> variables. They count only for commands that ask for them: they may be meant for the user's own program.</summary>
public static class OtlpEnvironment
{
    private const string General = "OTEL_EXPORTER_OTLP_";
    private const string Traces = General + "TRACES_";

    /// <summary>The backend that they name; null where they name none.</summary>
    /// <exception cref="FormatException">What they name is no address.</exception>
    public static OtlpOptions? Read(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        Uri? endpoint = Address(Traces + "ENDPOINT", "") ?? Address(General + "ENDPOINT", OtlpEndpoint.TracesPath);

        return endpoint is null ? null : new OtlpOptions
        {
            Endpoint = endpoint,
            Headers = Headers(Value(Traces + "HEADERS") ?? Value(General + "HEADERS")),
            ServiceName = Value("OTEL_SERVICE_NAME") ?? "nemo-flow",
            ResourceAttributes = Headers(Value("OTEL_RESOURCE_ATTRIBUTES")),
            Timeout = long.TryParse(Value(Traces + "TIMEOUT") ?? Value(General + "TIMEOUT"), out long millis) && millis > 0 ? TimeSpan.FromMilliseconds(millis) : TimeSpan.FromSeconds(10),
        };

        Uri? Address(string name, string path) => Value(name) is not { } text ? null
            : Uri.TryCreate(path.Length == 0 ? text : text.TrimEnd('/') + path, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" ? address
            : throw new FormatException($"{name} is '{UrlText.Masked(text)}': it must be an absolute http or https URL, for example http://127.0.0.1:4318.");

        string? Value(string name) => environment(name)?.Trim() is { Length: > 0 } value ? value : null;
    }

    /// <summary><c>name=value</c> pairs with commas between them; values may be percent-encoded.</summary>
    private static Dictionary<string, string> Headers(string? text)
    {
        Dictionary<string, string> pairs = new(StringComparer.OrdinalIgnoreCase);
        foreach (string pair in text?.Split(',') ?? [])
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                pairs[pair[..equals].Trim()] = Uri.UnescapeDataString(pair[(equals + 1)..].Trim());
            }
        }

        return pairs;
    }
}
