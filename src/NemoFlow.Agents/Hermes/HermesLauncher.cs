// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;

namespace NemoFlow.Agents.Hermes;

/// <summary>
/// Plans a run of Hermes. Hermes runs the shell hooks of its configuration that its user has approved, and nothing else: a run only tells
/// them where the gateway is, and never gives consent in the user's place.
/// </summary>
public static class HermesLauncher
{
    private const string BaseUrl = "OPENAI_BASE_URL";

    /// <summary>What its executables are called.</summary>
    public static IReadOnlyCollection<string> Names { get; } = ["hermes", "hermes-agent"];

    /// <summary>Makes the plan.</summary>
    public static LaunchPlan Plan(LaunchInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        string? configuration = HermesFiles.Configuration(input.Environment);
        bool installed = HasHooks(configuration is null ? null : input.ReadFile(configuration));
        Uri? upstream = Upstream(input.Environment(BaseUrl));
        List<string> notes = [];
        if (installed)
        {
            notes.Add("the hooks in your Hermes configuration report to this run; Hermes asks for your approval the first time it sees them.");
        }
        else
        {
            notes.Add($"{configuration ?? "Hermes's config.yaml"} has no hooks of NemoFlow, and a run adds none: put them in with 'nemo-flow install hermes', and approve them in Hermes.");
        }

        notes.Add(upstream is null
            ? "model calls are recorded as Hermes's own hooks tell them; they do not pass through the gateway."
            : "model calls to the endpoint of OPENAI_BASE_URL go through the gateway, unless config.yaml names another.");
        return new LaunchPlan
        {
            Command = input.Command,
            CapturesModels = false,
            CapturesHooks = installed,
            BringsHooks = false,
            OpenAIUpstream = upstream,
            Environment = upstream is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [BaseUrl] = input.GatewayUrl + "/v1" },
            Notes = notes,
            HooksRemedy = "see with 'hermes hooks list' whether the hooks are approved",
        };
    }

    /// <summary>Only an address that ends as ours does can be put in its place without changing what is called.</summary>
    private static Uri? Upstream(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" && url.AbsolutePath.TrimEnd('/').EndsWith("/v1", StringComparison.Ordinal) ? url : null;

    private static bool HasHooks(string? configuration) => configuration is not null && configuration.Split('\n').Any(line =>
        line.Contains("nemo-flow", StringComparison.OrdinalIgnoreCase) && line.Contains(" " + AgentKinds.Hermes, StringComparison.Ordinal) && !line.TrimStart().StartsWith('#'));
}
