// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;
using NemoFlow.Configuration.Settings;
using NemoFlow.Content;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Runs;

namespace NemoFlow.Cli.Rendering;

/// <summary>A launch plan for people, a line a fact. Secrets are masked.</summary>
internal static class LaunchText
{
    public static async Task WriteAsync(
        TextWriter output, RunOptions options, GatewaySettings settings, LaunchPlan plan, string gatewayUrl, Dictionary<string, string> environment)
    {
        List<string> lines =
        [
            "agent = " + options.Agent,
            "gateway_url = " + gatewayUrl,
            "openai_base_url = " + UrlText.Masked(plan.OpenAIUpstream?.OriginalString ?? settings.OpenAIBaseUrl ?? GatewayOptions.DefaultOpenAIBaseUrl),
            "anthropic_base_url = " + UrlText.Masked(plan.AnthropicUpstream?.OriginalString ?? settings.AnthropicBaseUrl ?? GatewayOptions.DefaultAnthropicBaseUrl),
            "atif_dir = " + (settings.AtifFolder ?? Path.Combine(options.WorkingDirectory, ".nemo-flow", "atif")),
            .. Endpoints(settings),
            "state_dir = " + options.State.Root,
            "argv = " + string.Join(' ', (plan.ShownCommand ?? plan.Command).Select(ShellQuote.Posix)),
            .. environment.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"env.{e.Key} = {(plan.SecretVariables.Contains(e.Key) ? "<redacted>" : e.Value)}"),
            .. plan.HookFile is { } file ? (string[])[$"{options.Agent}_hooks = {file.Path}"] : [],
            .. plan.Notes.Select(n => "note = " + n),
        ];
        foreach (string line in lines)
        {
            await output.WriteLineAsync(line).ConfigureAwait(false);
        }
    }

    private static IEnumerable<string> Endpoints(GatewaySettings settings) =>
        from name in (string[])["openinference", "opentelemetry"]
        let endpoint = settings.Configuration?.TextIfSet($"observability.{name}.endpoint")
        where endpoint is not null && settings.Configuration!.Flag($"observability.{name}.enabled")
        select $"{name}_endpoint = {UrlText.Masked(endpoint)}";
}
