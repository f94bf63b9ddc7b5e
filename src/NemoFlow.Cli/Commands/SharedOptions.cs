// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Net;
using NemoFlow.Configuration.Settings;
using NemoFlow.Gateway.Hosting;

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

    /// <summary>System, then user (or the file that was named), then environment, then command line: the later wins.</summary>
    public GatewaySettings Settings(ParseResult parsed) => GatewaySetup.Settings(parsed.GetValue(Config), Environment.GetEnvironmentVariable, new GatewaySettings
    {
        OpenAIBaseUrl = parsed.GetValue(OpenAIBaseUrl),
        AnthropicBaseUrl = parsed.GetValue(AnthropicBaseUrl),
        AtifFolder = parsed.GetValue(AtifFolder),
        OpenInferenceEndpoint = parsed.GetValue(OpenInferenceEndpoint),
    });

    public static GatewayOptions Gateway(GatewaySettings settings, IPEndPoint? listen) => GatewaySetup.Options(settings, Environment.GetEnvironmentVariable, listen) with { OwnsProcess = true };
}
