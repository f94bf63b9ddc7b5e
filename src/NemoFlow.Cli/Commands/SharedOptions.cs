// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Net;
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Cli.Commands;

/// <summary>Options that running an agent and serving a gateway share, and the settings that come of them.</summary>
internal sealed class SharedOptions
{
    public Option<string> Config { get; } = new("--config") { Description = "Configuration file to use instead of those of system, project and user.", HelpName = "FILE" };

    public Option<string> OpenAIBaseUrl { get; } = new("--openai-base-url") { Description = "Where OpenAI's APIs are.", HelpName = "URL" };

    public Option<string> AnthropicBaseUrl { get; } = new("--anthropic-base-url") { Description = "Where Anthropic's API is.", HelpName = "URL" };

    public Option<string> AtifFolder { get; } = new("--atif-dir") { Description = "Folder for trajectories; default .nemo-flow/atif in the agent's folder.", HelpName = "DIR" };

    public Option<string> OpenInferenceEndpoint { get; } = new("--openinference-endpoint") { Description = "Where OpenInference spans go.", HelpName = "URL" };

    public Option<string> SessionMetadata { get; } = new("--session-metadata") { Description = "A JSON object that every session carries as metadata.", HelpName = "JSON" };

    public Option<string> PluginConfig { get; } = new("--plugin-config") { Description = "A JSON object of the form of plugins.toml.", HelpName = "JSON" };

    public void AddTo(Command command)
    {
        command.Options.Add(Config);
        foreach ((Option<string> option, _) in Keys())
        {
            command.Options.Add(option);
        }
    }

    /// <summary>All layers: system, project and user (or the file that was named), environment, command line; the later wins. Says what is ignored.</summary>
    public EffectiveConfiguration Load(ParseResult parsed, TextWriter error)
    {
        EffectiveConfiguration configuration = ConfigurationService.Load(new ConfigurationRequest
        {
            Environment = Environment.GetEnvironmentVariable,
            WorkingDirectory = Environment.CurrentDirectory,
            File = parsed.GetValue(Config),
            Options = [.. Keys().Where(k => parsed.GetValue(k.Option) is not null).Select(k => new ConfigurationOption(k.Option.Name, k.Key, parsed.GetValue(k.Option)!))],
        });
        foreach (string warning in configuration.Warnings)
        {
            error.WriteLine("nemo-flow: warning: " + warning);
        }

        return configuration;
    }

    public GatewaySettings Settings(ParseResult parsed, TextWriter error) => GatewaySettings.From(Load(parsed, error), ConfigurationService.EnvironmentVariables());

    public static GatewayOptions Gateway(GatewaySettings settings, IPEndPoint? listen) => new()
    {
        OwnsProcess = true,
        Address = listen?.Address ?? IPAddress.Loopback,
        Port = listen?.Port ?? 0,
        OpenAIBaseUrl = Url(settings.OpenAIBaseUrl) ?? new Uri(GatewayOptions.DefaultOpenAIBaseUrl),
        AnthropicBaseUrl = Url(settings.AnthropicBaseUrl) ?? new Uri(GatewayOptions.DefaultAnthropicBaseUrl),
        MaxHookBytes = settings.MaxHookBytes,
        MaxRequestBytes = settings.MaxRequestBytes,
        MaxCaptureBytes = settings.MaxCaptureBytes,
        Token = Environment.GetEnvironmentVariable("NEMO_FLOW_GATEWAY_TOKEN") is { Length: > 0 } token ? token : null,
        OpenAIApiKey = Environment.GetEnvironmentVariable("OPENAI_API_KEY"),
        AnthropicApiKey = Environment.GetEnvironmentVariable("ANTHROPIC_API_KEY"),
    };

    public static JournalRetention Retention(GatewaySettings settings) =>
        new(settings.KeepDays is { } days ? TimeSpan.FromDays(days) : null, settings.KeepMegabytes is { } megabytes ? megabytes << 20 : null);

    /// <summary>An address and port; a name other than localhost is refused here, another address when listening.</summary>
    public static IPEndPoint Endpoint(string bind)
    {
        string text = bind.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" + bind["localhost".Length..] : bind;
        return text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out IPEndPoint? endpoint)
            ? endpoint
            : throw new ConfigurationException($"'{bind}' is no address to listen on: write it as 127.0.0.1:4040.");
    }

    private static Uri? Url(string? text) => text is null ? null : new Uri(text, UriKind.Absolute);

    private IEnumerable<(Option<string> Option, string Key)> Keys() =>
    [
        (OpenAIBaseUrl, "upstream.openai_base_url"),
        (AnthropicBaseUrl, "upstream.anthropic_base_url"),
        (AtifFolder, "session.atif_dir"),
        (OpenInferenceEndpoint, "observability.openinference.endpoint"),
        (SessionMetadata, "session.metadata"),
        (PluginConfig, ConfigurationOption.PluginConfig),
    ];
}
