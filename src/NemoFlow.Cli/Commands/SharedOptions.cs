// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Net;
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.Cli.Commands;

/// <summary>Options that running an agent and serving a gateway share, and the settings that come of them.</summary>
internal sealed class SharedOptions
{
    public Option<string> Config { get; } = new("--config") { Description = "Configuration file to use instead of those of system, project and user.", HelpName = "FILE" };

    public Option<string> OpenAIBaseUrl { get; } = new("--openai-base-url") { Description = "Where OpenAI's APIs are.", HelpName = "URL" };

    public Option<string> AnthropicBaseUrl { get; } = new("--anthropic-base-url") { Description = "Where Anthropic's API is.", HelpName = "URL" };

    public Option<string> AtifFolder { get; } = new("--atif-dir") { Description = "Folder for trajectories; default .nemo-flow/atif in the agent's folder.", HelpName = "DIR" };

    public Option<string> OpenInferenceEndpoint { get; } = new("--openinference-endpoint") { Description = "OTLP endpoint that gets OpenInference traces.", HelpName = "URL" };

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

    /// <summary>The settings; what is ignored is told where that is asked for.</summary>
    public GatewaySettings Settings(ParseResult parsed, TextWriter? error = null) =>
        GatewaySettings.From(Load(parsed, error ?? TextWriter.Null), ConfigurationService.EnvironmentVariables());

    /// <summary>For commands that read sessions: the configured prices, else those that come with the program.</summary>
    public static void UseConfiguredPrices(TextWriter error)
    {
        try
        {
            ConfigurationService.Load(new ConfigurationRequest { Environment = Environment.GetEnvironmentVariable, WorkingDirectory = Environment.CurrentDirectory });
        }
        catch (ConfigurationException e)
        {
            // Sessions can be read all the same.
            error.WriteLine("nemo-flow: warning: " + e.Message);
        }
    }

    public static GatewayOptions Gateway(GatewaySettings settings, IPEndPoint? listen) => GatewaySetup.Options(settings, Environment.GetEnvironmentVariable, listen) with { OwnsProcess = true };

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
