// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents;
using NemoFlow.Agents.Common;
using NemoFlow.Engine.Running;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.Gateway.Runs;

/// <summary>Gathers what a launch plan is made from, and makes it.</summary>
public static class AgentLaunch
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);

    /// <summary>Finds the executable and asks it for its version; says what is wrong where there is none.</summary>
    public static async Task<(string? Problem, Version? Version)> InspectAsync(RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (ExecutableFinder.Find(options.Command[0], options.Environment, options.WorkingDirectory) is not { } executable)
        {
            return (Missing(options.Agent, options.Command[0]), null);
        }

        if (AgentLaunchers.Find(options.Agent) is not { } launcher || !AgentExecutable.Is(executable, launcher.Names))
        {
            return (null, null);
        }

        IReadOnlyList<string> probe = OperatingSystem.IsWindows() ? WindowsShim.Unwrap(executable) : [executable];
        return (null, await AgentProcess.ProbeVersionAsync(probe, ProbeLimit, options.Time).ConfigureAwait(false));
    }

    /// <summary>Makes the plan. Nothing is started or written.</summary>
    /// <param name="options">The run.</param>
    /// <param name="gatewayUrl">Where its gateway listens.</param>
    /// <param name="version">The agent's version.</param>
    /// <param name="runId">Names the run's private folder; null where the plan is only to be looked at.</param>
    /// <param name="token">The gateway's token; null where the plan is only to be looked at.</param>
    public static LaunchPlan Plan(RunOptions options, string gatewayUrl, Version? version, string? runId = null, string? token = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (AgentLaunchers.Find(options.Agent) is not { } launcher)
        {
            return LaunchPlan.Impossible($"there is no agent '{options.Agent}' in this version.");
        }

        string? configuration = ConfigurationPath(options);
        IReadOnlyList<Uri> ownGateways = GatewayRegistration.Urls(options.State);
        return launcher.Plan(new LaunchInput
        {
            Command = options.Command,
            GatewayUrl = gatewayUrl,
            HookCommand = ShellQuote.Command(options.HookClient, OperatingSystem.IsWindows()),
            AgentVersion = version,
            AgentConfiguration = configuration is not null && File.Exists(configuration) ? File.ReadAllText(configuration) : null,
            AgentConfigurationPath = configuration,
            BesideConfiguration = name => Beside(configuration, name),
            MayChangeHooksFile = options.MayChangeHooksFile,
            Environment = options.Environment,
            HookClient = options.HookClient,
            WorkingDirectory = options.WorkingDirectory,
            ReadFile = path => File.Exists(path) ? File.ReadAllText(path) : null,
            ListFiles = folder => Directory.Exists(folder) ? Directory.GetFiles(folder) : [],
            PrivateFolder = runId is null ? null : Path.Combine(options.State.Runs, runId),
            GatewayToken = token,
            AnthropicBaseUrl = options.Gateway.AnthropicBaseUrl,
            IsOwnGateway = url => url.IsLoopback && (url.Port == GatewayOptions.UsualPort || ownGateways.Any(g => g.Port == url.Port)),
        });
    }

    /// <summary>Variables that every run sets.</summary>
    public static Dictionary<string, string> Environment(RunOptions options, LaunchPlan plan, string gatewayUrl, string token, string runId)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(plan);
        Dictionary<string, string> environment = new(plan.Environment)
        {
            ["NEMO_FLOW_GATEWAY_URL"] = gatewayUrl,
            ["NEMO_FLOW_GATEWAY_TOKEN"] = token,
            ["NEMO_FLOW_RUN"] = runId,
            // Installed hooks of this agent keep silent in the run, unless the run relies on them.
            ["NEMO_FLOW_RUN_AGENT"] = plan.BringsHooks ? options.Agent : "none",
            ["NEMO_FLOW_STATE_DIR"] = options.State.Root,
        };
        if (NoProxy.ProxyVariables.Any(n => !string.IsNullOrEmpty(options.Environment(n))))
        {
            string all = NoProxy.WithThisMachine(options.Environment("NO_PROXY") ?? options.Environment("no_proxy"));
            environment["NO_PROXY"] = all;
            environment["no_proxy"] = all;
        }

        return environment;
    }

    private static string? ConfigurationPath(RunOptions options)
    {
        string? home = options.Environment("CODEX_HOME");
        if (string.IsNullOrEmpty(home))
        {
            string? user = options.Environment(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME");
            home = string.IsNullOrEmpty(user) ? null : Path.Combine(user, ".codex");
        }

        return home is null ? null : Path.Combine(home, "config.toml");
    }

    private static string? Beside(string? configuration, string name)
    {
        string? path = configuration is null || Path.GetFileName(name) != name ? null : Path.Combine(Path.GetDirectoryName(configuration)!, name);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    private static string Missing(string agent, string command) => AgentLaunchers.Find(agent) is { } launcher && launcher.Executable == command
        ? $"{command} was not found on PATH. Install it with: {launcher.Installation}, or name it: nemo-flow run --agent {agent} -- /path/to/{command}"
        : $"'{command}' was not found or cannot be executed. Check the path, or PATH.";
}
