// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Delivery;

namespace NemoFlow.Exporters.Otlp;

/// <summary>W&amp;B Weave by name: its endpoint for agents, the project, and the key from the environment or from <c>~/.netrc</c>.</summary>
public static class WeaveBackend
{
    private const string Cloud = "https://trace.wandb.ai";
    private const string LoginHost = "api.wandb.ai";
    private const string KeyHeader = "wandb-api-key";
    private const string KeyVariable = "WANDB_API_KEY";

    /// <summary>The backend's options. Content is sent unless it is switched off: Weave's view of agents shows conversations.</summary>
    /// <param name="project"><c>entity/project</c>; null takes <c>WEAVE_PROJECT</c>.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="readFile">Gives a file's text, or null where there is none.</param>
    /// <exception cref="FormatException">The project is missing or not of that form, or the base URL is none.</exception>
    public static OtlpOptions Options(string? project, Func<string, string?> environment, Func<string, string?> readFile)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(readFile);
        string[] parts = (project ?? environment("WEAVE_PROJECT") ?? "").Trim().Split('/');
        if (parts.Length != 2 || parts[0].Length == 0 || parts[1].Length == 0)
        {
            throw new FormatException("project must be entity/project, or WEAVE_PROJECT set to that.");
        }

        string text = environment("WANDB_BASE_URL") is { Length: > 0 } told ? told.Trim() : Cloud;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
        {
            throw new FormatException($"WANDB_BASE_URL is '{Content.UrlText.Masked(text)}': it must be an absolute http or https URL.");
        }

        // The variable usually names the API's host, which takes no traces.
        address = address.Host == LoginHost ? new Uri(Cloud) : address;
        Dictionary<string, string> headers = new() { ["project_id"] = parts[0] + "/" + parts[1] };
        if (string.IsNullOrEmpty(environment(KeyVariable)) && Key(address.Host, environment, readFile) is { } key)
        {
            headers[KeyHeader] = key;
        }

        return new OtlpOptions
        {
            Name = "weave-" + TargetName.Of(parts[0] + "-" + parts[1], address.AbsoluteUri),
            Endpoint = new Uri(address, address.AbsolutePath.TrimEnd('/') + "/agents/otel/v1/traces"),
            Headers = headers,
            HeaderVariables = headers.ContainsKey(KeyHeader) ? new Dictionary<string, string>() : new Dictionary<string, string> { [KeyHeader] = KeyVariable },
            ResourceAttributes = new Dictionary<string, string> { ["wandb.entity"] = parts[0], ["wandb.project"] = parts[1] },
            CaptureContent = true,
            Timeout = TimeSpan.FromSeconds(10),
        };
    }

    private static string? Key(string host, Func<string, string?> environment, Func<string, string?> readFile)
    {
        string? home = environment("HOME") ?? environment("USERPROFILE");
        string? path = environment("NETRC") is { Length: > 0 } named ? named : home is null ? null : Path.Combine(home, ".netrc");
        if ((path is null ? null : readFile(path)) is not { } text)
        {
            return null;
        }

        return Netrc.Password(text, host) ?? (host.EndsWith("wandb.ai", StringComparison.OrdinalIgnoreCase) ? Netrc.Password(text, LoginHost) : null);
    }
}
