// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Install;
using NemoFlow.Gateway.Setup;
using NemoFlow.Rehearsal;

namespace NemoFlow.PowerShell.Services;

/// <summary>A real agent, run once with the user's installed hooks against the scripted provider, and what came of it as checks.</summary>
internal static class Trial
{
    private const string Scenario = "one-tool";

    /// <summary>Runs it.</summary>
    public static async Task<IReadOnlyList<SetupCheck>> RunAsync(string agent, InstallOptions options, CancellationToken cancellation)
    {
        RehearsalProvider provider = await RehearsalProvider.StartAsync(Rehearsal.Scenario.BuiltIn(Scenario), 0, null, cancellation).ConfigureAwait(false);
        await using (provider.ConfigureAwait(false))
        {
            LiveReport report = await LiveCheck.RunAsync(agent, options, provider.BaseAddress, cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return [.. LiveJudge.Judge(report, provider.ModelCalls).Select(c => c with { Message = CommandWords.Translate(c.Message), Remedy = CommandWords.Translate(c.Remedy) })];
        }
    }
}
