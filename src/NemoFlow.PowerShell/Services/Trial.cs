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
            return report.Problem is not null
                ? [Check("live.run", agent, false, report.Problem, report.Remedy, report.Session)]
                : [.. Judge(agent, report, provider.Requests.Count)];
        }
    }

    private static IEnumerable<SetupCheck> Judge(string agent, LiveReport report, int requests)
    {
        string see = $"See what keeps them from it: Test-NemoFlowSetup {agent}";
        string output = report.Output.Trim();
        yield return Check("live.run", agent, report.ExitCode == 0, report.ExitCode == 0 ? "the agent ran to its end" : $"the agent ended with {report.ExitCode}: {output}", "Look at what the agent says.", report.Session);
        IReadOnlyDictionary<string, int> hooks = report.Session?.Counts.Hooks ?? new Dictionary<string, int>();
        yield return report.Missing.Count == 0
            ? Check("live.hooks", agent, true, "recorded: " + string.Join(", ", hooks.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key} {h.Value}")), null, report.Session)
            : Check("live.hooks", agent, false, "not recorded: " + string.Join(", ", report.Missing), CommandWords.Translate(report.Remedy) ?? see, report.Session);
        int calls = report.Session?.Counts.ModelRequests ?? 0;
        yield return Check("live.models", agent, calls > 0, $"{calls} of {requests} model calls were recorded", see, report.Session);
    }

    private static SetupCheck Check(string name, string agent, bool passed, string message, string? remedy, Session? session) => new()
    {
        Name = name,
        Agent = agent,
        Status = passed ? SetupStatus.Passed : SetupStatus.Failed,
        Message = CommandWords.Translate(message),
        Remedy = passed ? null : CommandWords.Translate(remedy),
        Session = session,
    };
}
