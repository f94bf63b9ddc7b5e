// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Install;
using NemoFlow.Gateway.Setup;
using NemoFlow.Rehearsal;
using NemoFlow.Rendering;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow doctor --live AGENT</c>: the real agent against the scripted provider.</summary>
internal static class LiveCommand
{
    public static async Task<int> RunAsync(string agent, InstallOptions options, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        agent = agent is "claude" ? AgentKinds.ClaudeCode : agent;
        if (agent is not (AgentKinds.Codex or AgentKinds.ClaudeCode))
        {
            await error.WriteLineAsync($"nemo-flow: '{agent}' cannot be tried: use codex or claude-code.").ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        RehearsalProvider provider = await RehearsalProvider.StartAsync(Scenario.BuiltIn("one-tool"), 0, null, cancellation).ConfigureAwait(false);
        await using (provider.ConfigureAwait(false))
        {
            LiveReport report = await LiveCheck.RunAsync(agent, options, provider.BaseAddress, cancellation).ConfigureAwait(false);
            if (report.Problem is not null)
            {
                await error.WriteLineAsync($"nemo-flow: {report.Problem}. What to do: {report.Remedy}").ConfigureAwait(false);
                return ExitCodes.Failure;
            }

            if (report.Session is { } session)
            {
                new SessionTree(output, 120).Write(session);
                await output.WriteLineAsync($"\n✓ hooks          {string.Join(", ", session.Counts.Hooks.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key} {h.Value}"))}").ConfigureAwait(false);
                await output.WriteLineAsync($"{(session.Counts.ModelRequests > 0 ? '✓' : '✗')} model calls    {session.Counts.ModelRequests} of {provider.Requests.Count}").ConfigureAwait(false);
            }

            if (report.Missing.Count > 0)
            {
                await output.WriteLineAsync($"✗ not recorded   {string.Join(", ", report.Missing)}").ConfigureAwait(false);
            }

            if (report.ExitCode != 0)
            {
                await output.WriteLineAsync($"✗ the agent ended with {report.ExitCode}: {report.Output.Trim()}").ConfigureAwait(false);
            }

            if (report.Remedy is not null)
            {
                await output.WriteLineAsync("→ " + report.Remedy).ConfigureAwait(false);
            }

            return report.Passed ? ExitCodes.Ok : ExitCodes.Failure;
        }
    }
}
