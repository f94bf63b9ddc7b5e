// SPDX-License-Identifier: Apache-2.0
using System.Net;

namespace NemoFlow.Gateway.Hosting;

/// <summary>How a gateway listens and where it forwards to.</summary>
public sealed record GatewayOptions
{
    /// <summary>OpenAI's public API.</summary>
    public const string DefaultOpenAIBaseUrl = "https://api.openai.com/v1";

    /// <summary>Anthropic's public API.</summary>
    public const string DefaultAnthropicBaseUrl = "https://api.anthropic.com";

    /// <summary>Where Codex's requests go when it is logged in with ChatGPT.</summary>
    public const string DefaultChatGptBaseUrl = "https://chatgpt.com/backend-api/codex";

    /// <summary>The port that the guides give a gateway that stays.</summary>
    public const int UsualPort = 4040;

    /// <summary>The loopback address to listen on; any other is refused.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Where requests of OpenAI's APIs go.</summary>
    public Uri OpenAIBaseUrl { get; init; } = new(DefaultOpenAIBaseUrl);

    /// <summary>Where requests of Anthropic's APIs go.</summary>
    public Uri AnthropicBaseUrl { get; init; } = new(DefaultAnthropicBaseUrl);

    /// <summary>True where a request that does not tell whose API it means is Anthropic's.</summary>
    public bool PrefersAnthropic { get; init; }

    /// <summary>Where ChatGPT logins go as long as <see cref="OpenAIBaseUrl"/> is the default.</summary>
    public Uri ChatGptBaseUrl { get; init; } = new(DefaultChatGptBaseUrl);

    /// <summary>The secret that a caller shows to use the environment's credentials; null mints one.</summary>
    public string? Token { get; init; }

    /// <summary>The environment's key for OpenAI; used only for callers with the token that bring no credentials.</summary>
    public string? OpenAIApiKey { get; init; }

    /// <summary>The environment's key for Anthropic.</summary>
    public string? AnthropicApiKey { get; init; }

    /// <summary>Largest body of a forwarded request, in bytes.</summary>
    public long MaxRequestBytes { get; init; } = 100L << 20;

    /// <summary>Largest hook payload, in bytes.</summary>
    public int MaxHookBytes { get; init; } = 20 << 20;

    /// <summary>Most bytes of one body that are copied for recording.</summary>
    public int MaxCaptureBytes { get; init; } = 16 << 20;

    /// <summary>True where the process exists for the gateway: it may then choose how the process's sockets are served.</summary>
    public bool OwnsProcess { get; init; }

    /// <summary>How long to try to reach a provider. There is no limit on the time a provider takes to answer.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
