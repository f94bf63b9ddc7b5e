// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Codex;
using NemoFlow.Agents.Common;
using NemoFlow.Engine.Running;

namespace NemoFlow.Gateway.Runs;

/// <summary>Gathers what a launch plan is made from, and makes it.</summary>
public static class AgentLaunch
{
    private static readonly string[] ProxyVariables = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);

    /// <summary>Finds the executable and asks it for its version; says what is wrong where there is none.</summary>
    public static async Task<(string? Problem, Version? Version)> InspectAsync(RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (ExecutableFinder.Find(options.Command[0], options.Environment, options.WorkingDirectory) is not { } executable)
        {
            return (Missing(options.Agent, options.Command[0]), null);
        }

        if (!IsAgent(options.Agent, executable))
        {
            return (null, null);
        }

        IReadOnlyList<string> probe = OperatingSystem.IsWindows() ? WindowsShim.Unwrap(executable) : [executable];
        return (null, await AgentProcess.ProbeVersionAsync(probe, ProbeLimit, options.Time).ConfigureAwait(false));
    }

    /// <summary>Makes the plan. Nothing is started or written.</summary>
    public static LaunchPlan Plan(RunOptions options, string gatewayUrl, Version? version)
    {
        ArgumentNullException.ThrowIfNull(options);
        string? configuration = ConfigurationPath(options);
        return CodexLauncher.Plan(new LaunchInput
        {
            Command = options.Command,
            GatewayUrl = gatewayUrl,
            HookCommand = ShellQuote.Command(options.HookClient, OperatingSystem.IsWindows()),
            AgentVersion = version,
            AgentConfiguration = configuration is not null && File.Exists(configuration) ? File.ReadAllText(configuration) : null,
            AgentConfigurationPath = configuration,
            BesideConfiguration = name => Beside(configuration, name),
            Environment = options.Environment,
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
            ["NEMO_FLOW_RUN_AGENT"] = options.Agent,
            ["NEMO_FLOW_STATE_DIR"] = options.State.Root,
        };
        if (ProxyVariables.Any(n => !string.IsNullOrEmpty(options.Environment(n))))
        {
            // Else the agent would look for this machine behind the proxy.
            string others = options.Environment("NO_PROXY") ?? options.Environment("no_proxy") ?? "";
            string all = string.Join(',', others.Split(',', StringSplitOptions.RemoveEmptyEntries).Concat(["127.0.0.1", "localhost", "::1"]).Distinct());
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

    private static bool IsAgent(string agent, string executable) => Path.GetFileNameWithoutExtension(executable).StartsWith(agent, StringComparison.OrdinalIgnoreCase);

    private static string Missing(string agent, string command) => agent == AgentKinds.Codex && command == "codex"
        ? "codex was not found on PATH. Install it with: npm install -g @openai/codex, or name it: nemo-flow run --agent codex -- /path/to/codex"
        : $"'{command}' was not found or cannot be executed. Check the path, or PATH.";
}
