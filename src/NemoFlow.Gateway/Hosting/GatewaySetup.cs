// SPDX-License-Identifier: Apache-2.0
using System.Net;
using NemoFlow.Configuration.Settings;
using NemoFlow.Exporters;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Otlp.OpenInference;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Gateway.Hosting;

/// <summary>From settings to a gateway: layers, checks and defaults.</summary>
public static class GatewaySetup
{
    /// <summary>System, then user (or the file that was named), then environment, then what the caller asks for: the later wins.</summary>
    /// <exception cref="ConfigurationException">A file is missing or wrong.</exception>
    public static GatewaySettings Settings(string? configurationPath, Func<string, string?> environment, GatewaySettings asked)
    {
        ArgumentNullException.ThrowIfNull(environment);
        GatewaySettings fromFiles = configurationPath is not null
            ? Named(configurationPath)
            : new GatewaySettings().Under(Optional(Path.Combine(ConfigurationFolders.System(environment), "config.toml"))).Under(Optional(UserFile(environment)));
        return fromFiles.Under(SettingsReader.FromEnvironment(environment)).Under(asked);
    }

    /// <summary>How a gateway with these settings listens and forwards.</summary>
    /// <exception cref="ConfigurationException">A URL is none.</exception>
    public static GatewayOptions Options(GatewaySettings settings, Func<string, string?> environment, IPEndPoint? listen)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(environment);
        return new GatewayOptions
        {
            Address = listen?.Address ?? IPAddress.Loopback,
            Port = listen?.Port ?? 0,
            OpenAIBaseUrl = Url(settings.OpenAIBaseUrl, "openai_base_url") ?? new Uri(GatewayOptions.DefaultOpenAIBaseUrl),
            AnthropicBaseUrl = Url(settings.AnthropicBaseUrl, "anthropic_base_url") ?? new Uri(GatewayOptions.DefaultAnthropicBaseUrl),
            Token = environment("NEMO_FLOW_GATEWAY_TOKEN") is { Length: > 0 } token ? token : null,
            OpenAIApiKey = environment("OPENAI_API_KEY"),
            AnthropicApiKey = environment("ANTHROPIC_API_KEY"),
        };
    }

    /// <summary>Where a gateway with these settings delivers sessions to.</summary>
    /// <exception cref="ConfigurationException">An endpoint is none.</exception>
    public static ExporterSet Exporters(GatewaySettings settings, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(environment);
        if (settings.OpenInferenceEndpoint is not { } endpoint)
        {
            return ExporterSet.None;
        }

        return new ExporterSet
        {
            Otlp =
            [
                new OtlpOptions
                {
                    Endpoint = OtlpEndpoint.Traces(endpoint)
                        ?? throw new ConfigurationException($"'{Content.UrlText.Masked(endpoint)}' is no endpoint for traces: write it as http://127.0.0.1:4318/v1/traces."),
                    Vocabulary = SpanVocabulary.OpenInference,
                    Hide = OpenInferenceHiding.FromEnvironment(environment),
                },
            ],
        };
    }

    /// <summary>Which sessions a gateway with these settings keeps.</summary>
    public static JournalRetention Retention(GatewaySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new JournalRetention(
            settings.KeepDays is { } days ? TimeSpan.FromDays(days) : null, settings.KeepMegabytes is { } megabytes ? megabytes << 20 : null);
    }

    /// <summary>An address and port; a name other than localhost is refused here, another address when listening.</summary>
    /// <exception cref="ConfigurationException">The text is no address with a port.</exception>
    public static IPEndPoint Endpoint(string bind)
    {
        ArgumentNullException.ThrowIfNull(bind);
        string text = bind.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" + bind["localhost".Length..] : bind;
        return text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out IPEndPoint? endpoint)
            ? endpoint
            : throw new ConfigurationException($"'{bind}' is no address to listen on: write it as 127.0.0.1:4040.");
    }

    private static Uri? Url(string? text, string name)
    {
        if (text is null)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
            ? url
            : throw new ConfigurationException($"{name} is '{text}': it must be an absolute http or https URL.");
    }

    private static GatewaySettings Named(string path) => File.Exists(path)
        ? SettingsReader.FromToml(File.ReadAllText(path), path)
        : throw new ConfigurationException($"The configuration file '{path}' does not exist.");

    private static GatewaySettings Optional(string? path) => path is not null && File.Exists(path) ? SettingsReader.FromToml(File.ReadAllText(path), path) : new GatewaySettings();

    private static string? UserFile(Func<string, string?> environment) =>
        ConfigurationFolders.User(environment) is { } folder ? Path.Combine(folder, "config.toml") : null;
}
