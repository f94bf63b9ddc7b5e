// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;
using NemoFlow.Agents.Hermes;
using NemoFlow.Agents.Install;
using NemoFlow.Engine.Install;
using NemoFlow.Engine.Sessions;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.Engine.Setup;

/// <summary>Where a user stands, and the command to type next. Looks at files only, so that it answers at once.</summary>
/// <param name="Agents">The agents found.</param>
/// <param name="Installed">Those that hooks are installed into.</param>
/// <param name="Sessions">How many sessions are recorded.</param>
public sealed record FirstSteps(IReadOnlyList<string> Agents, IReadOnlyList<string> Installed, int Sessions)
{
    /// <summary>The command that runs the first agent found under observation; null where none was found.</summary>
    public string? Wrapper { get; init; }

    /// <summary>By agent, why its installed hooks do not fire: not approved, or switched off or forbidden.</summary>
    public IReadOnlyDictionary<string, string> Silent { get; init; } = new Dictionary<string, string>();

    /// <summary>Those of them that only wait for their user's approval.</summary>
    public IReadOnlyList<string> Unapproved { get; init; } = [];

    /// <summary>Where the gateway of installed hooks listens; null where none runs.</summary>
    public string? GatewayUrl { get; init; }

    /// <summary>What is wrong with the configuration; null where nothing is.</summary>
    public string? ConfigurationProblem { get; init; }

    /// <summary>An exporter that sessions have been waiting for, and how many; null where none is late.</summary>
    public (string Exporter, int Sessions)? Late { get; init; }

    /// <summary>The next command, and why.</summary>
    public (string Command, string Why) Next => this switch
    {
        { ConfigurationProblem: { } problem } => ("nemo-flow doctor", "the configuration cannot be used: " + problem),
        { Unapproved: [var agent, ..] } => agent == AgentKinds.Codex
            ? ("nemo-flow install codex --trust", "Codex skips hooks that nobody approved; or start codex once and approve them yourself")
            : (AgentPrograms.Command(agent), $"{agent} skips hooks that nobody approved: it asks when it is started in a terminal"),
        { Silent.Count: > 0 } => ($"nemo-flow doctor {Silent.Keys.First()}", $"hooks of {Silent.Keys.First()} do not fire: {Silent.Values.First()}"),
        { Late: { } late, GatewayUrl: null } => ("nemo-flow gateway start", $"{Counted(late.Sessions)} for {late.Exporter}: a gateway sends it"),
        { Late: { } late } => ("nemo-flow doctor", $"{Counted(late.Sessions)} for {late.Exporter} though a gateway runs: see what keeps it"),
        { Sessions: 0, Installed: [var agent, ..] } => agent is AgentKinds.Codex or AgentKinds.ClaudeCode
            ? ($"nemo-flow doctor --live {agent}", "hooks are installed, and nothing is recorded yet: try them without an account; then start " + AgentPrograms.Command(agent))
            : (AgentPrograms.Command(agent), "hooks are installed, and nothing is recorded yet: its next session is"),
        { Sessions: 0, Wrapper: { } wrapper } => (wrapper, "run the agent and record the session; no file of yours is touched"),
        { Sessions: 0 } => ("nemo-flow demo", "see it work without an agent: no account, no network"),
        { Installed: [], Agents: [var agent, ..] } => ($"nemo-flow install {agent}", "record sessions that are started without the wrapper, too; taken out again with uninstall"),
        _ => ("nemo-flow sessions last", "look at the latest session"),
    };

    /// <summary>Looks.</summary>
    public static FirstSteps Read(InstallOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        AgentFinder finder = new(options.State, options.Environment, options.Time);
        List<string> agents = [];
        List<string> installed = [];
        List<string> unapproved = [];
        Dictionary<string, string> silent = [];
        string? wrapper = null;
        foreach (IHookInstaller installer in HookInstallers.All)
        {
            if (finder.Find(installer.Agent, options.WorkingDirectory) is { } found)
            {
                agents.Add(installer.Agent);
                wrapper ??= found.OnPath ? "nemo-flow " + Short(installer.Agent) : $"nemo-flow run --agent {installer.Agent} -- {Quoted(found.Path)}";
            }

            (bool isInstalled, bool isApproved, string? obstacle) = Hooks(installer, options);
            if (!isInstalled)
            {
                continue;
            }

            installed.Add(installer.Agent);
            if (obstacle is not null || !isApproved)
            {
                silent[installer.Agent] = obstacle ?? "not approved";
            }

            if (obstacle is null && !isApproved)
            {
                unapproved.Add(installer.Agent);
            }
        }

        return new FirstSteps(agents, installed, new SessionStore(options.State).Ids().Count)
        {
            Wrapper = wrapper,
            Silent = silent,
            Unapproved = unapproved,
            GatewayUrl = RegisteredGateway.ReadAll(options.State).LastOrDefault(g => g.IsUserGateway)?.Url,
        };
    }

    private static string Counted(int sessions) => sessions == 1 ? "1 session waits" : $"{sessions} sessions wait";

    private static string Short(string agent) => agent == AgentKinds.ClaudeCode ? "claude" : agent;

    private static string Quoted(string path) => OperatingSystem.IsWindows() ? $"\"{path}\"" : ShellQuote.Posix(path);

    private static (bool IsInstalled, bool IsApproved, string? Obstacle) Hooks(IHookInstaller installer, InstallOptions options)
    {
        try
        {
            options = options with { Agent = installer.Agent };
            if (HookInstallService.Request(installer, options, null, out InstallRequest? request) is not null || installer.Find(request!) is not { Count: > 0 } hooks)
            {
                return (false, true, null);
            }

            bool isApproved = installer.Agent switch
            {
                AgentKinds.Codex => CodexApprovals.Missing(request!, hooks).Count == 0,
                AgentKinds.Hermes => HermesApprovals.Count(request!, hooks) >= hooks.Count,
                _ => true,
            };
            return (true, isApproved, installer.Inspect(request!).Obstacles is [var obstacle, ..] ? $"{obstacle.What} ({obstacle.Why})" : null);
        }
        catch (FileEditException)
        {
            return (false, true, null);
        }
    }
}
