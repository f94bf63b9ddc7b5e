// SPDX-License-Identifier: Apache-2.0
using System.Net;
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine;
using NemoFlow.Engine.Delivery;
using NemoFlow.Exporters;
using NemoFlow.Pricing;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Gateway.Hosting;

/// <summary>From settings to a gateway: layers, checks and defaults.</summary>
public static class GatewaySetup
{
    /// <summary>All layers, and above them what the caller asks for.</summary>
    /// <param name="configurationPath">A file that takes the place of those of system, project and user; null for these.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="asked">What the caller asks for.</param>
    /// <param name="workingDirectory">The folder whose project counts; null takes the process's.</param>
    /// <param name="more">What else the caller asks for: values of keys that <see cref="GatewaySettings"/> has no member for.</param>
    /// <exception cref="ConfigurationException">A file is missing or wrong.</exception>
    public static GatewaySettings Settings(
        string? configurationPath, Func<string, string?> environment, GatewaySettings asked, string? workingDirectory = null, IEnumerable<ConfigurationOption>? more = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(asked);
        List<ConfigurationOption> options = [.. more ?? []];
        Ask("-OpenAIBaseUrl", "upstream.openai_base_url", asked.OpenAIBaseUrl);
        Ask("-AnthropicBaseUrl", "upstream.anthropic_base_url", asked.AnthropicBaseUrl);
        Ask("-AtifDirectory", "session.atif_dir", asked.AtifFolder);
        Ask("-Bind", "gateway.bind", asked.Bind);
        Ask("-SessionMetadata", "session.metadata", asked.SessionMetadata);
        return GatewaySettings.From(
            ConfigurationService.Load(new ConfigurationRequest
            {
                Environment = environment,
                WorkingDirectory = workingDirectory ?? Environment.CurrentDirectory,
                File = configurationPath,
                Options = options,
            }),
            ConfigurationService.EnvironmentVariables());

        void Ask(string option, string key, string? value)
        {
            if (value is not null)
            {
                options.Add(new ConfigurationOption(option, key, value));
            }
        }
    }

    /// <summary>How a gateway with these settings listens and forwards.</summary>
    public static GatewayOptions Options(GatewaySettings settings, Func<string, string?> environment, IPEndPoint? listen)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(environment);
        return new GatewayOptions
        {
            Address = listen?.Address ?? IPAddress.Loopback,
            Port = listen?.Port ?? 0,
            OpenAIBaseUrl = Url(settings.OpenAIBaseUrl) ?? new Uri(GatewayOptions.DefaultOpenAIBaseUrl),
            AnthropicBaseUrl = Url(settings.AnthropicBaseUrl) ?? new Uri(GatewayOptions.DefaultAnthropicBaseUrl),
            MaxHookBytes = settings.MaxHookBytes,
            MaxRequestBytes = settings.MaxRequestBytes,
            MaxCaptureBytes = settings.MaxCaptureBytes,
            Token = environment("NEMO_FLOW_GATEWAY_TOKEN") is { Length: > 0 } token ? token : null,
            OpenAIApiKey = environment("OPENAI_API_KEY"),
            AnthropicApiKey = environment("ANTHROPIC_API_KEY"),
        };
    }

    /// <summary>Where a gateway with these settings delivers sessions to.</summary>
    /// <param name="settings">The settings of all layers.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="workingDirectory">The folder that relative paths count from; null takes the process's.</param>
    /// <exception cref="ConfigurationException">An exporter is not set up rightly.</exception>
    public static ExporterSet Exporters(GatewaySettings settings, Func<string, string?> environment, string? workingDirectory = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(environment);
        return settings.Configuration is { } configuration ? ExporterSetup.From(configuration, environment, workingDirectory ?? Environment.CurrentDirectory) : ExporterSet.None;
    }

    /// <summary>The prices of a gateway with these settings; null where they are of no configuration.</summary>
    /// <exception cref="ConfigurationException">A catalog cannot be read.</exception>
    public static PriceBook? Prices(GatewaySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Configuration is { } configuration ? ConfigurationService.Prices(configuration) : null;
    }

    /// <summary>Which sessions a gateway with these settings keeps.</summary>
    public static JournalRetention Retention(GatewaySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new JournalRetention(
            settings.KeepDays is { } days ? TimeSpan.FromDays(days) : null, settings.KeepMegabytes is { } megabytes ? megabytes << 20 : null);
    }

    /// <summary>An address and port; a name other than localhost and an address that others can reach are refused.</summary>
    /// <exception cref="ConfigurationException">The text is no loopback address with a port.</exception>
    public static IPEndPoint Endpoint(string bind)
    {
        ArgumentNullException.ThrowIfNull(bind);
        IPEndPoint endpoint = ListenAddress.Parse(bind) ?? throw new ConfigurationException($"'{bind}' is no address to listen on: write it as 127.0.0.1:4040.");
        return IPAddress.IsLoopback(endpoint.Address)
            ? endpoint
            : throw new ConfigurationException($"'{bind}' is not on loopback: the gateway sees credentials and listens on 127.0.0.1 or [::1] only. Write it as 127.0.0.1:{endpoint.Port}.");
    }

    private static Uri? Url(string? text) => text is null ? null : new Uri(text, UriKind.Absolute);
}
