// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Net;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine.Delivery;
using NemoFlow.Exporters;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Cli.Commands;

/// <summary>Options that running an agent and serving a gateway share, and the settings that come of them.</summary>
internal sealed class SharedOptions
{
    public Option<string> Config { get; } = new("--config") { Description = "Configuration file to use instead of the user's.", HelpName = "FILE" };

    public Option<string> OpenAIBaseUrl { get; } = new("--openai-base-url") { Description = "Where OpenAI's APIs are.", HelpName = "URL" };

    public Option<string> AnthropicBaseUrl { get; } = new("--anthropic-base-url") { Description = "Where Anthropic's API is.", HelpName = "URL" };

    public Option<string> AtifFolder { get; } = new("--atif-dir") { Description = "Folder for trajectories; default .nemo-flow/atif in the agent's folder.", HelpName = "DIR" };

    public Option<string> OpenInferenceEndpoint { get; } = new("--openinference-endpoint") { Description = "OTLP endpoint that gets OpenInference traces.", HelpName = "URL" };

    public void AddTo(Command command)
    {
        command.Options.Add(Config);
        command.Options.Add(OpenAIBaseUrl);
        command.Options.Add(AnthropicBaseUrl);
        command.Options.Add(AtifFolder);
        command.Options.Add(OpenInferenceEndpoint);
    }

    /// <summary>Where sessions are delivered to.</summary>
    public ExporterSet Exporters(ParseResult parsed)
    {
        try
        {
            return ExporterEnvironment.Read(parsed.GetValue(OpenInferenceEndpoint), Environment.GetEnvironmentVariable);
        }
        catch (FormatException e)
        {
            throw new ConfigurationException(e.Message, e);
        }
    }

    /// <summary>System, then user (or the file that was named), then environment, then command line: the later wins.</summary>
    public GatewaySettings Settings(ParseResult parsed)
    {
        GatewaySettings fromFiles = parsed.GetValue(Config) is { } named ? Named(named) : new GatewaySettings().Under(Optional(SystemFile())).Under(Optional(UserFile()));
        return fromFiles.Under(SettingsReader.FromEnvironment(Environment.GetEnvironmentVariable)).Under(new GatewaySettings
        {
            OpenAIBaseUrl = parsed.GetValue(OpenAIBaseUrl),
            AnthropicBaseUrl = parsed.GetValue(AnthropicBaseUrl),
            AtifFolder = parsed.GetValue(AtifFolder),
        });
    }

    public static GatewayOptions Gateway(GatewaySettings settings, IPEndPoint? listen) => new()
    {
        Address = listen?.Address ?? IPAddress.Loopback,
        Port = listen?.Port ?? 0,
        OpenAIBaseUrl = Url(settings.OpenAIBaseUrl, "openai_base_url") ?? new Uri(GatewayOptions.DefaultOpenAIBaseUrl),
        AnthropicBaseUrl = Url(settings.AnthropicBaseUrl, "anthropic_base_url") ?? new Uri(GatewayOptions.DefaultAnthropicBaseUrl),
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

    private static string? UserFile() => ConfigurationFolders.User(Environment.GetEnvironmentVariable) is { } folder ? Path.Combine(folder, "config.toml") : null;

    private static string SystemFile() => Path.Combine(ConfigurationFolders.System(Environment.GetEnvironmentVariable), "config.toml");
}
