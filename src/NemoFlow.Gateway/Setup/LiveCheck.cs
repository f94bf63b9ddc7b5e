// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using NemoFlow.Agents.Common;
using NemoFlow.Agents.Install;
using NemoFlow.Engine;
using NemoFlow.Engine.Install;
using NemoFlow.Engine.Running;
using NemoFlow.Engine.Sessions;
using NemoFlow.Engine.Setup;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Storage.Files;

namespace NemoFlow.Gateway.Setup;

/// <summary>
/// Runs the user's real agent once, with the hooks that are installed, in a home of its own and against a provider that is given: no account
/// is used, no token is spent, and neither the agent's history nor the user's sessions show it.
/// </summary>
public static class LiveCheck
{
    private const string Prompt = "Say hello from a tool.";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs it.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="options">Where to look for its hooks.</param>
    /// <param name="provider">The scripted provider's base address.</param>
    /// <param name="cancellation">Ends the agent.</param>
    public static async Task<LiveReport> RunAsync(string agent, InstallOptions options, Uri provider, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(provider);
        options = SetupProbe.WithGateway(options) with { Agent = agent };
        if (HookInstallers.Find(agent) is not { } installer || agent is not (AgentKinds.Codex or AgentKinds.ClaudeCode))
        {
            return new LiveReport { Agent = agent, Problem = $"'{agent}' cannot be tried by this version", Remedy = "use codex or claude-code" };
        }

        if (new AgentFinder(options.State, options.Environment, options.Time).Find(agent, options.WorkingDirectory) is not { } found)
        {
            return new LiveReport { Agent = agent, Problem = $"{agent} was not found", Remedy = "install it, or put it on PATH" };
        }

        if (HookInstallService.Request(installer, options, null, out InstallRequest? request) is { } problem)
        {
            return new LiveReport { Agent = agent, Problem = problem, Remedy = "set HOME" };
        }

        AgentFacts facts;
        try
        {
            // The agent itself is not asked: it would leave files in its home.
            facts = new AgentFacts { Agent = agent, Executable = found.Path, Hooks = installer.Find(request!), Setup = installer.Inspect(request!) };
        }
        catch (FileEditException e)
        {
            return new LiveReport { Agent = agent, Problem = e.Message, Remedy = "mend the file; nothing in it was changed" };
        }

        if (facts.Hooks.Count == 0)
        {
            string? broken = installer.Install(request!).Problem;
            return new LiveReport { Agent = agent, Problem = broken ?? "no hooks are installed", Remedy = broken is null ? $"nemo-flow install {agent}" : "mend the file; nothing in it was changed" };
        }

        string folder = Directory.CreateTempSubdirectory("nemo-flow-live-").FullName;
        try
        {
            return await RunAsync(facts, request!, options, provider, folder, cancellation).ConfigureAwait(false);
        }
        finally
        {
            TryDelete(folder);
        }
    }

    private static async Task<LiveReport> RunAsync(AgentFacts facts, InstallRequest request, InstallOptions options, Uri provider, string folder, CancellationToken cancellation)
    {
        string home = Directory.CreateDirectory(Path.Combine(folder, "home")).FullName;
        string work = Directory.CreateDirectory(Path.Combine(folder, "work")).FullName;
        StateFolder state = new(Path.Combine(folder, "state"));
        GatewayOptions gatewayOptions = new() { OpenAIBaseUrl = new Uri(provider, "v1"), AnthropicBaseUrl = provider };
        Recorder recorder = new(new RecorderOptions { State = state, WorkingDirectory = work, Time = options.Time });
        GatewayServer gateway = await GatewayServer.StartAsync(gatewayOptions, recorder, cancellation).ConfigureAwait(false);
        bool isCodex = options.Agent == AgentKinds.Codex;
        bool routed = facts.Setup?.ModelUrl?.TrimEnd('/') == options.GatewayUrl.TrimEnd('/');
        (int exitCode, string output) = (0, "");
        await using (gateway.ConfigureAwait(false))
        {
            string url = gateway.Url.OriginalString.TrimEnd('/');
            string models = routed ? url : isCodex ? new Uri(provider, "v1").OriginalString : provider.OriginalString.TrimEnd('/');
            LiveHome files = new(facts, request, new LiveHooks(request, options.State, state, url));
            files.Write(home, models);
            Dictionary<string, string?> environment = new()
            {
                [isCodex ? "CODEX_HOME" : "CLAUDE_CONFIG_DIR"] = home,
                ["NEMO_FLOW_GATEWAY_URL"] = url,
                ["NEMO_FLOW_STATE_DIR"] = state.Root,
                ["NEMO_FLOW_RUN"] = null,
                ["ANTHROPIC_BASE_URL"] = models,
                ["ANTHROPIC_API_KEY"] = "sk-scripted",
                ["ANTHROPIC_AUTH_TOKEN"] = null,
                ["CLAUDE_CODE_OAUTH_TOKEN"] = null,
                ["CODEX_API_KEY"] = null,
            };
            foreach (string name in NoProxy.Names)
            {
                environment[name] = NoProxy.WithThisMachine(options.Environment(name));
            }

            string[] arguments = isCodex
                ? ["exec", "--skip-git-repo-check", "-m", "gpt-5.5", "-c", "sandbox_mode=\"read-only\"", Prompt]
                : ["-p", Prompt, "--allowedTools", "Bash"];
            (exitCode, output) = await StartAsync(facts.Executable!, arguments, environment, work, cancellation).ConfigureAwait(false);
            await recorder.Captures.DrainAsync(TimeSpan.FromSeconds(5), options.Time).ConfigureAwait(false);
        }

        SessionStore store = new(state);
        List<Session> sessions = [.. store.Ids().Select(store.Find).OfType<Session>()];
        return new LiveReport
        {
            Agent = options.Agent,
            Session = sessions.MaxBy(s => s.Counts.Events),
            ModelCalls = sessions.Sum(s => s.Counts.ModelRequests),
            ExitCode = exitCode,
            Output = output,
            Installed = facts.Hooks,
            Obstacles = facts.Setup?.Obstacles ?? [],
            Untrusted = [.. LiveHome.Untrusted(facts, request).Select(u => u.Trust).Distinct()],
            IsRouted = routed,
        };
    }

    private static async Task<(int ExitCode, string Output)> StartAsync(
        string executable, string[] arguments, Dictionary<string, string?> environment, string work, CancellationToken cancellation)
    {
        IReadOnlyList<string> command = OperatingSystem.IsWindows() ? WindowsShim.Unwrap(executable) : [executable];
        ProcessStartInfo start = new(command[0])
        {
            UseShellExecute = false,
            WorkingDirectory = work,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in command.Skip(1).Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = new() { StartInfo = start };
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Limit);
        try
        {
            process.Start();
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            string text = await output.ConfigureAwait(false) + await errors.ConfigureAwait(false);
            return (process.ExitCode, text.Length > 2000 ? text[^2000..] : text);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"the agent did not end within {Limit.TotalSeconds:0} s");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message);
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is left is in the temporary folder.
        }
    }
}
