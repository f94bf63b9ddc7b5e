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
        Option<bool> trust = new("--trust") { Description = "Trust NemoFlow's own hooks on your behalf, where the agent asks for a review (Codex)." };
        Option<string> gateway = new("--gateway-url") { Description = "The gateway to route model traffic to; default http://127.0.0.1:4040, or [gateway] bind of the configuration.", HelpName = "URL" };
        command.Options.Add(provider);
        command.Options.Add(trust);
        Option<bool> commands = new("--command-hooks") { Description = "Register commands even where the agent could post hooks itself (Claude Code): they are kept on disk while no gateway runs." };
        command.Options.Add(gateway);
        command.Options.Add(commands);
        command.SetAction(async (parsed, cancellation) =>
        {
            InstallOptions options = arguments.Options(parsed, shared) with
            {
                Routing = parsed.GetValue(provider) switch { "alias" => ProviderRouting.Alias, "builtin" => ProviderRouting.BuiltIn, "none" => ProviderRouting.None, _ => null },
                TrustHooks = parsed.GetValue(trust),
                CommandsOnly = parsed.GetValue(commands),
            };
            options = parsed.GetValue(gateway) is { } url ? options with { GatewayUrl = url.TrimEnd('/') } : options;
            InstallOutcome outcome = await HookInstallService.InstallAsync(options, cancellation).ConfigureAwait(false);
            return await InstallText.WriteAsync(outcome, options, "installed", parsed.GetValue(arguments.Print), output, error).ConfigureAwait(false);
        });
        return command;
    }

    public static Command CreateRemoval(SharedOptions shared, TextWriter output, TextWriter error)
    {
        Command command = new("uninstall", "Take NemoFlow's hooks out of an agent's configuration again.");
        InstallArguments arguments = new(command, Agents);
        command.SetAction(async (parsed, cancellation) =>
        {
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

        public InstallOptions Options(ParseResult parsed, SharedOptions shared) => new()
        {
            Agent = parsed.GetValue(_agent) is "claude" ? AgentKinds.ClaudeCode : parsed.GetValue(_agent)!,
            Scope = parsed.GetValue(_scope) == "project" ? InstallScope.Project : InstallScope.User,
            State = StateFolder.FromEnvironment(Environment.GetEnvironmentVariable),
            WorkingDirectory = Environment.CurrentDirectory,
            Environment = Environment.GetEnvironmentVariable,
            Program = HookClientCommand.Program(),
            NativeHook = HookClientCommand.Native(),
            GatewayUrl = UserGatewayUrl(shared, parsed),
            DryRun = parsed.GetValue(_dryRun),
        };

        private static string UserGatewayUrl(SharedOptions shared, ParseResult parsed) => shared.Settings(parsed).Bind is { } bind
            ? "http://" + GatewaySetup.Endpoint(bind)
            : NemoFlow.Hooks.GatewayWire.DefaultUrl;
    }
}
