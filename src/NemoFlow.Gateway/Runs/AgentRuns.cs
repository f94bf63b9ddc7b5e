// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;
using NemoFlow.Configuration.Settings;
using NemoFlow.Content;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.Gateway.Runs;

/// <summary>Runs and plans for callers that take and give the product's own types.</summary>
public static class AgentRuns
{
    private const string UnknownPort = "http://127.0.0.1:<port>";

    /// <summary>Runs an agent. The run is null where the agent was not started, and the problem says why.</summary>
    /// <exception cref="GatewayStartException">The gateway cannot listen.</exception>
    public static async Task<(AgentRun? Run, string? Problem)> RunAsync(RunOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        DateTimeOffset started = options.Time.GetUtcNow();
        RunResult result = await ObservedRun.RunAsync(options, stop).ConfigureAwait(false);
        if (result.Problem is not null)
        {
            return (null, result.Problem);
        }

        return (new AgentRun
        {
            RunId = result.RunId,
            Agent = options.Agent,
            ExitCode = result.ExitCode,
            StartedAt = started,
            EndedAt = options.Time.GetUtcNow(),
            WorkingDirectory = options.WorkingDirectory,
            Session = Main(result.Sessions),
            Sessions = result.Sessions,
            Trajectories = result.Trajectories,
            Findings = result.Findings,
            HookClient = options.HookClient,
        }, null);
    }

    /// <summary>What a run would start, without starting anything.</summary>
    public static (AgentLaunchPlan? Plan, string? Problem) Plan(RunOptions options, GatewaySettings settings)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(settings);
        LaunchPlan plan = AgentLaunch.Plan(options, UnknownPort, null, "<run>", "***");
        if (plan.Problem is not null)
        {
            return (null, plan.Problem);
        }

        Dictionary<string, string> environment = AgentLaunch.Environment(options, plan, UnknownPort, "***", "<run>");
        return (new AgentLaunchPlan
        {
            Agent = options.Agent,
            Command = CommandMask.Apply(plan.ShownCommand ?? plan.Command),
            Environment = new SortedDictionary<string, string>(environment.ToDictionary(e => e.Key, e => plan.SecretVariables.Contains(e.Key) ? "***" : CommandMask.Text(e.Value)), StringComparer.Ordinal),
            WorkingDirectory = options.WorkingDirectory,
            GatewayUrl = UnknownPort,
            OpenAIBaseUrl = UrlText.Masked((plan.OpenAIUpstream ?? options.Gateway.OpenAIBaseUrl).OriginalString),
            AnthropicBaseUrl = UrlText.Masked((plan.AnthropicUpstream ?? options.Gateway.AnthropicBaseUrl).OriginalString),
            AtifDirectory = settings.AtifFolder ?? Path.Combine(options.WorkingDirectory, ".nemo-flow", "atif"),
            StateDirectory = options.State.Root,
            CapturesModels = plan.CapturesModels,
            CapturesHooks = plan.CapturesHooks,
            Notes = plan.Notes,
        }, null);
    }

    /// <summary>Agents open sessions of their own beside the one the user talks to; that one has hooks, and begins first.</summary>
    private static Session? Main(IReadOnlyList<Session> sessions) => sessions
        .OrderByDescending(s => s.Turns.Any(t => t.Source == "user_prompt"))
        .ThenByDescending(s => s.Counts.Hooks.Count > 0)
        .ThenBy(s => s.StartedAt)
        .FirstOrDefault();
}
