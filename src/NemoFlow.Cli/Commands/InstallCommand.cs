// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using NemoFlow.Agents.Install;
using NemoFlow.Cli.Rendering;
using NemoFlow.Engine.Install;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Storage.Files;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow install AGENT</c> and <c>nemo-flow uninstall AGENT</c>.</summary>
internal static class InstallCommand
{
    private static readonly string Agents = string.Join(", ", HookInstallers.All.Select(i => i.Agent));

    public static Command Create(SharedOptions shared, TextWriter output, TextWriter error)
    {
        Command command = new("install", "Put NemoFlow's hooks into an agent's configuration, so that it is recorded without a wrapper.");
        InstallArguments arguments = new(command, Agents);
        Option<string> provider = new("--provider") { Description = "What becomes of model traffic: none (hooks only), alias (a provider of our own) or builtin (another address for the agent's own).", HelpName = "HOW" };
        provider.AcceptOnlyFromAmong("none", "alias", "builtin");
        Option<bool> trust = new("--trust", "--trust-hook") { Description = "Trust NemoFlow's own hooks on your behalf, where the agent asks for a review (Codex)." };
        Option<string> gateway = new("--gateway-url") { Description = "The gateway to route model traffic to; default http://127.0.0.1:4040, or [gateway] bind of the configuration.", HelpName = "URL" };
        command.Options.Add(provider);
        command.Options.Add(trust);
        Option<bool> commands = new("--command-hooks") { Description = "Register commands even where the agent could post hooks itself: they are kept on disk while no gateway runs (Claude Code only)." };
        Option<bool> notify = new("--notify") { Description = "Record turns by the agent's own notice at their end instead of hooks (Codex only); done anyway where an administrator locks hooks." };
        command.Options.Add(gateway);
        command.Options.Add(commands);
        command.Options.Add(notify);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (arguments.Refusal(parsed) is { } refusal)
            {
                await error.WriteLineAsync("nemo-flow: " + refusal).ConfigureAwait(false);
                return ExitCodes.Usage;
            }

            InstallOptions options = arguments.Options(parsed, shared) with
            {
                Routing = parsed.GetValue(provider) switch { "alias" => ProviderRouting.Alias, "builtin" => ProviderRouting.BuiltIn, "none" => ProviderRouting.None, _ => null },
                TrustHooks = parsed.GetValue(trust),
                CommandsOnly = parsed.GetValue(commands),
                Notify = parsed.GetValue(notify) ? true : null,
            };
            options = parsed.GetValue(gateway) is { } url ? options with { GatewayUrl = url.TrimEnd('/') } : options;
            if (AgentChoices.Unknown(options) is { } choice)
            {
                await error.WriteLineAsync($"nemo-flow: {choice.Agent} knows no {choice.Option}: leave it out. It is for {string.Join(", ", choice.KnownBy)}.").ConfigureAwait(false);
                return ExitCodes.Usage;
            }

            InstallOutcome outcome = await HookInstallService.InstallAsync(options, cancellation).ConfigureAwait(false);
            bool ask = !options.DryRun && InstallText.AwaitsTrust(outcome) && !Terminal.InputIsRedirected;
            int code = await InstallText.WriteAsync(outcome, options, "installed", parsed.GetValue(arguments.Print), output, error, ask).ConfigureAwait(false);
            return ask && code == ExitCodes.Ok ? await AskAsync(options, outcome, output, error, cancellation).ConfigureAwait(false) : code;
        });
        return command;
    }

    /// <summary>Codex runs a hook only after a review. Whoever sits at a terminal can give it here; silence is a no.</summary>
    private static async Task<int> AskAsync(InstallOptions options, InstallOutcome outcome, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        int waiting = outcome.HookStates.Count(s => s.Trust is not ("trusted" or "managed"));
        await output.WriteLineAsync($"Codex skips hooks that nobody reviewed. NemoFlow's {waiting} all run: {outcome.HookStates[0].Command}").ConfigureAwait(false);
        await output.WriteAsync("Trust them now? Only these; you can take that back with uninstall. [y/N] ").ConfigureAwait(false);
        await output.FlushAsync(cancellation).ConfigureAwait(false);
        if (Terminal.ReadLine()?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
        {
            await output.WriteLineAsync("not trusted. next: start codex once and approve them, or: nemo-flow install codex --trust").ConfigureAwait(false);
            return ExitCodes.Ok;
        }

        InstallOutcome trusted = await HookInstallService.InstallAsync(options with { TrustHooks = true }, cancellation).ConfigureAwait(false);
        if (trusted.Problem is not null)
        {
            await error.WriteLineAsync("nemo-flow: " + trusted.Problem).ConfigureAwait(false);
            return ExitCodes.Failure;
        }

        await InstallText.WriteTrustAsync(trusted, output).ConfigureAwait(false);
        await output.WriteLineAsync("next: nemo-flow doctor").ConfigureAwait(false);
        return ExitCodes.Ok;
    }

    public static Command CreateRemoval(SharedOptions shared, TextWriter output, TextWriter error)
    {
        Command command = new("uninstall", "Take NemoFlow's hooks out of an agent's configuration again.");
        InstallArguments arguments = new(command, Agents);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (arguments.Refusal(parsed) is { } refusal)
            {
                await error.WriteLineAsync("nemo-flow: " + refusal).ConfigureAwait(false);
                return ExitCodes.Usage;
            }

            InstallOptions options = arguments.Options(parsed, shared);
            InstallOutcome outcome = await HookInstallService.UninstallAsync(options, cancellation).ConfigureAwait(false);
            return await InstallText.WriteAsync(outcome, options, "uninstalled", parsed.GetValue(arguments.Print), output, error).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>What both take.</summary>
    private sealed class InstallArguments
    {
        private readonly Argument<string> _agent = new("agent");
        private readonly Option<string> _scope = new("--scope") { Description = "user (all your sessions) or project (those in this folder).", DefaultValueFactory = _ => "user", HelpName = "SCOPE" };
        private readonly Option<string> _target = new("--target") { Description = "cli, gui or both: they read the same configuration.", DefaultValueFactory = _ => "both", HelpName = "TARGET" };
        private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be written, and write nothing." };

        public InstallArguments(Command command, string agents)
        {
            _agent.Description = "The agent: " + agents + ".";
            _scope.AcceptOnlyFromAmong("user", "project");
            _target.AcceptOnlyFromAmong("cli", "gui", "both");
            _agent.CompletionSources.Add([.. HookInstallers.All.Select(i => i.Agent)]);
            command.Arguments.Add(_agent);
            command.Options.Add(_scope);
            command.Options.Add(_target);
            command.Options.Add(_dryRun);
            command.Options.Add(Print);
        }

        public Option<bool> Print { get; } = new("--print") { Description = "Print the changes as a diff." };

        /// <summary>What is wrong with the named agent; null where it is known.</summary>
        public string? Refusal(ParseResult parsed) => HookInstallers.Find(Agent(parsed)) is null
            ? $"hooks cannot be installed into '{parsed.GetValue(_agent)}': use {Agents}."
            : null;

        public InstallOptions Options(ParseResult parsed, SharedOptions shared) => new()
        {
            Agent = Agent(parsed),
            Scope = parsed.GetValue(_scope) == "project" ? InstallScope.Project : InstallScope.User,
            State = StateFolder.FromEnvironment(Environment.GetEnvironmentVariable),
            WorkingDirectory = Environment.CurrentDirectory,
            Environment = Environment.GetEnvironmentVariable,
            Program = HookClientCommand.Program(),
            NativeHook = HookClientCommand.Native(),
            GatewayUrl = UserGatewayUrl(shared, parsed),
            DryRun = parsed.GetValue(_dryRun),
        };

        private string Agent(ParseResult parsed) => parsed.GetValue(_agent) is "claude" ? AgentKinds.ClaudeCode : parsed.GetValue(_agent)!;

        private static string UserGatewayUrl(SharedOptions shared, ParseResult parsed) => shared.Settings(parsed).Bind is { } bind
            ? "http://" + GatewaySetup.Endpoint(bind)
            : NemoFlow.Hooks.GatewayWire.DefaultUrl;
    }
}
