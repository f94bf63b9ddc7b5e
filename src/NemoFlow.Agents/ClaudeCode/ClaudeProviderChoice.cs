// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Content;

namespace NemoFlow.Agents.ClaudeCode;

/// <summary>Where the user wants model requests to go.</summary>
internal sealed record ClaudeProviderChoice
{
    private const string BaseUrlVariable = "ANTHROPIC_BASE_URL";

    private static readonly (string Variable, string Name)[] OtherServices =
    [
        ("CLAUDE_CODE_USE_BEDROCK", "Amazon Bedrock"),
        ("CLAUDE_CODE_USE_VERTEX", "Google Vertex AI"),
        ("CLAUDE_CODE_USE_FOUNDRY", "Microsoft Foundry"),
        ("CLAUDE_CODE_USE_ANTHROPIC_AWS", "Claude on AWS"),
        ("CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD", "Claude on Google Cloud"),
        ("CLAUDE_CODE_USE_MANTLE", "Amazon Bedrock Mantle"),
        ("CLAUDE_CODE_USE_GATEWAY", "a Claude gateway"),
    ];

    /// <summary>The user's own base URL; null where it is the default, or a gateway of ours.</summary>
    public Uri? BaseUrl { get; private init; }

    /// <summary>True where requests can be led through the gateway.</summary>
    public bool CanRoute { get; private init; } = true;

    /// <summary>What the user should know.</summary>
    public string? Note { get; private init; }

    public static ClaudeProviderChoice Find(ClaudeSettings settings, Func<Uri, bool> isOwnGateway)
    {
        foreach ((string variable, string name) in OtherServices)
        {
            if (settings.Variable(variable).Value is { } value && IsOn(value))
            {
                return HooksOnly($"model traffic goes to {name} ({variable}) and does not pass through the gateway: only hooks are recorded.");
            }
        }

        if (settings.ManagedVariable(BaseUrlVariable) is not null)
        {
            return HooksOnly($"your administrator fixed {BaseUrlVariable}, so model traffic does not pass through the gateway: only hooks are recorded.");
        }

        (string? text, string? from) = settings.Variable(BaseUrlVariable);
        if (text is null)
        {
            return new ClaudeProviderChoice();
        }

        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out Uri? url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            return HooksOnly($"{BaseUrlVariable} is no http or https URL{(from is null ? "" : " in " + from)}, so model traffic cannot be led through the gateway: only hooks are recorded.");
        }

        return isOwnGateway(url)
            ? new ClaudeProviderChoice()
            : new ClaudeProviderChoice { BaseUrl = url, Note = $"{BaseUrlVariable} is kept: requests go through the gateway to {UrlText.Masked(text)}" };
    }

    private static ClaudeProviderChoice HooksOnly(string note) => new() { CanRoute = false, Note = note };

    private static bool IsOn(string value) => value.Trim().ToLowerInvariant() is "1" or "true" or "yes" or "on";
}
