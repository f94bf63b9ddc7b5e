// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Settings;

/// <summary>Settings of a gateway and of runs; null means that no layer sets it.</summary>
public sealed record GatewaySettings
{
    /// <summary>Where OpenAI's APIs are.</summary>
    public string? OpenAIBaseUrl { get; init; }

    /// <summary>Where Anthropic's API is.</summary>
    public string? AnthropicBaseUrl { get; init; }

    /// <summary>Folder for trajectories.</summary>
    public string? AtifFolder { get; init; }

    /// <summary>OTLP endpoint that gets OpenInference traces.</summary>
    public string? OpenInferenceEndpoint { get; init; }

    /// <summary>Address and port to listen on.</summary>
    public string? Bind { get; init; }

    /// <summary>The command that starts Codex.</summary>
    public string? CodexCommand { get; init; }

    /// <summary>The command that starts Claude Code.</summary>
    public string? ClaudeCodeCommand { get; init; }

    /// <summary>Sessions without an event for more days are removed when a gateway starts.</summary>
    public long? KeepDays { get; init; }

    /// <summary>The oldest sessions are removed when a gateway starts, until the journals take no more than this.</summary>
    public long? KeepMegabytes { get; init; }

    /// <summary>The command that starts an agent; null where none is configured.</summary>
    public string? Command(string agent) => agent switch
    {
        AgentKinds.Codex => CodexCommand,
        AgentKinds.ClaudeCode => ClaudeCodeCommand,
        _ => null,
    };

    /// <summary>The settings of a layer above this one, and this one's where that is silent.</summary>
    public GatewaySettings Under(GatewaySettings above)
    {
        ArgumentNullException.ThrowIfNull(above);
        return new GatewaySettings
        {
            OpenAIBaseUrl = above.OpenAIBaseUrl ?? OpenAIBaseUrl,
            AnthropicBaseUrl = above.AnthropicBaseUrl ?? AnthropicBaseUrl,
            AtifFolder = above.AtifFolder ?? AtifFolder,
            OpenInferenceEndpoint = above.OpenInferenceEndpoint ?? OpenInferenceEndpoint,
            Bind = above.Bind ?? Bind,
            CodexCommand = above.CodexCommand ?? CodexCommand,
            ClaudeCodeCommand = above.ClaudeCodeCommand ?? ClaudeCodeCommand,
            KeepDays = above.KeepDays ?? KeepDays,
            KeepMegabytes = above.KeepMegabytes ?? KeepMegabytes,
        };
    }
}
