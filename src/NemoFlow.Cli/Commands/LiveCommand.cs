// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Cli.Rendering;
using NemoFlow.Engine.Install;
using NemoFlow.Gateway.Setup;
using NemoFlow.Rehearsal;
using NemoFlow.Rendering;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow doctor --live AGENT</c>: the real agent against the scripted provider.</summary>
internal static class LiveCommand
{
    public static async Task<int> RunAsync(string agent, InstallOptions options, bool json, TextWriter output, TextWriter error, CancellationToken cancellation)
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
            IReadOnlyList<SetupCheck> checks = LiveJudge.Judge(report, provider.ModelCalls);
            if (json)
            {
                await DoctorText.WriteJsonAsync(checks, output).ConfigureAwait(false);
            }
            else if (report.Problem is not null)
            {
                await error.WriteLineAsync($"nemo-flow: {report.Problem}. What to do: {report.Remedy}").ConfigureAwait(false);
            }
            else
            {
                if (report.Session is { } session)
                {
                    new SessionTree(output, 120).Write(session);
                }

                await DoctorText.WriteAsync(checks, output).ConfigureAwait(false);
            }

            return checks.Any(c => c.Status == SetupStatus.Failed) ? ExitCodes.Failure : ExitCodes.Ok;
        }
    }
}
