// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text;
using NemoFlow.Agents.Codex;
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

    private static readonly string[] Expected = ["SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse", "Stop"];

    private static readonly string[] Notices = ["agent-turn-complete"];

    /// <summary>Runs it.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="options">Where to look for its hooks.</param>
    /// <param name="provider">The scripted provider's base address.</param>
    /// <param name="cancellation">Ends the agent.</param>
    public static async Task<LiveReport> RunAsync(string agent, InstallOptions options, Uri provider, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(provider);
        options = options with { Agent = agent };
        if (HookInstallers.Find(agent) is not { } installer || agent is not (AgentKinds.Codex or AgentKinds.ClaudeCode))
        {
            return new LiveReport { Problem = $"'{agent}' cannot be tried by this version", Remedy = "use codex or claude-code" };
        }

        if (new AgentFinder(options.State, options.Environment, options.Time).Find(agent, options.WorkingDirectory) is not { } found)
        {
            return new LiveReport { Problem = $"{agent} was not found", Remedy = "install it, or put it on PATH" };
        }

        if (HookInstallService.Request(installer, options, null, out InstallRequest? request) is { } problem)
        {
            return new LiveReport { Problem = problem, Remedy = "set HOME" };
        }

        List<InstalledHook> hooks = [.. installer.Find(request!)];
        if (hooks.Count == 0)
        {
            return new LiveReport { Problem = "no hooks are installed", Remedy = $"nemo-flow install {agent}" };
        }

        string folder = Directory.CreateTempSubdirectory("nemo-flow-live-").FullName;
        try
        {
            return await RunAsync(found.Path, hooks, request!, options, provider, folder, cancellation).ConfigureAwait(false);
        }
        finally
        {
            TryDelete(folder);
        }
    }

    private static async Task<LiveReport> RunAsync(
        string executable, List<InstalledHook> hooks, InstallRequest request, InstallOptions options, Uri provider, string folder, CancellationToken cancellation)
    {
        string home = Directory.CreateDirectory(Path.Combine(folder, "home")).FullName;
        string work = Directory.CreateDirectory(Path.Combine(folder, "work")).FullName;
        StateFolder state = new(Path.Combine(folder, "state"));
        GatewayOptions gatewayOptions = new() { OpenAIBaseUrl = new Uri(provider, "v1"), AnthropicBaseUrl = provider };
        Recorder recorder = new(new RecorderOptions { State = state, WorkingDirectory = work, Time = options.Time });
        GatewayServer gateway = await GatewayServer.StartAsync(gatewayOptions, recorder, cancellation).ConfigureAwait(false);
        (int exitCode, string output) = (0, "");
        await using (gateway.ConfigureAwait(false))
        {
            string url = gateway.Url.OriginalString.TrimEnd('/');
            bool isCodex = options.Agent == AgentKinds.Codex;
            LiveHooks live = new(request, options.State, state, url);
            string text = live.Only(hooks);
            File.WriteAllText(Path.Combine(home, isCodex ? "hooks.json" : "settings.json"), text);
            if (isCodex)
            {
                File.WriteAllText(Path.Combine(home, "config.toml"), CodexConfiguration(live, request, home, url));
            }

            Dictionary<string, string?> environment = new()
            {
                [isCodex ? "CODEX_HOME" : "CLAUDE_CONFIG_DIR"] = home,
                ["NEMO_FLOW_GATEWAY_URL"] = url,
                ["NEMO_FLOW_STATE_DIR"] = state.Root,
                ["NEMO_FLOW_RUN"] = null,
                ["ANTHROPIC_BASE_URL"] = url,
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
            (exitCode, output) = await StartAsync(executable, arguments, environment, work, cancellation).ConfigureAwait(false);
            await recorder.Captures.DrainAsync(TimeSpan.FromSeconds(5), options.Time).ConfigureAwait(false);
        }

        SessionStore store = new(state);
        Session? session = store.Ids().Select(store.Find).OfType<Session>().MaxBy(s => s.Counts.Events);
        return new LiveReport
        {
            Session = session,
            ExitCode = exitCode,
            Output = output,
            Missing = [.. (hooks.All(h => h.IsNotice) ? Notices : Expected).Where(e => session?.Counts.Hooks.ContainsKey(e) != true)],
            Remedy = session is null || session.Counts.Hooks.Count == 0 ? $"see what keeps the hooks from firing: nemo-flow doctor {options.Agent}" : null,
        };
    }

    private static string CodexConfiguration(LiveHooks live, InstallRequest request, string home, string url)
    {
        InstallRequest there = request with { UserFolder = home, Scope = InstallScope.User, Read = path => File.Exists(path) ? File.ReadAllBytes(path) : null };
        StringBuilder text = new();
        text.Append(live.Notice()).Append("model_provider = \"nemo-flow-live\"\napproval_policy = \"never\"\n\n[features]\nhooks = true\n\n[model_providers.nemo-flow-live]\nname = \"NemoFlow live\"\nbase_url = \"")
            .Append(url).Append("\"\nwire_api = \"responses\"\nsupports_websockets = false\n");
        InstallPlan trust = CodexInstaller.Trust(there with { Read = path => path.EndsWith("config.toml", StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(text.ToString()) : there.Read(path) }, CodexInstaller.ExpectedStates(there));
        return trust.Edits.Count == 1 ? Encoding.UTF8.GetString(trust.Edits[0].After!) : text.ToString();
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
