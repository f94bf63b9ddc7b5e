// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using NemoFlow.Cli.Rendering;
using NemoFlow.Engine.Install;
using NemoFlow.Gateway.Setup;
using NemoFlow.Storage.Files;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow doctor</c>: what is right and what is not, each with its remedy.</summary>
internal static class DoctorCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        Command command = new("doctor", "Check agents, hooks, gateway and configuration; exit with 1 where something is wrong.");
        Argument<string?> agent = new("agent") { Description = "Look at this agent only.", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Option<string> live = new("--live") { Description = "Run this agent once against a scripted provider, with your installed hooks and in a home of its own: codex or claude-code.", HelpName = "AGENT" };
        agent.CompletionSources.Add([.. Agents.Install.HookInstallers.All.Select(i => i.Agent)]);
        live.CompletionSources.Add(AgentKinds.Codex, AgentKinds.ClaudeCode);
        command.Arguments.Add(agent);
        command.Options.Add(json);
        command.Options.Add(live);
        command.SetAction(async (parsed, cancellation) =>
        {
            InstallOptions options = Options();
            string? named = parsed.GetValue(agent) is "claude" ? AgentKinds.ClaudeCode : parsed.GetValue(agent);
            if (named is not null && Agents.Install.HookInstallers.Find(named) is null)
            {
                await error.WriteLineAsync($"nemo-flow: there is no agent '{named}' to look at: {string.Join(", ", Agents.Install.HookInstallers.All.Select(i => i.Agent))}.").ConfigureAwait(false);
                return ExitCodes.Usage;
            }

            if (parsed.GetValue(live) is { } tried)
            {
                return await LiveCommand.RunAsync(tried, options, parsed.GetValue(json), output, error, cancellation).ConfigureAwait(false);
            }

            IReadOnlyList<SetupCheck> checks = await SetupProbe.JudgeAsync(options, named, cancellation).ConfigureAwait(false);
            await (parsed.GetValue(json) ? DoctorText.WriteJsonAsync(checks, output) : DoctorText.WriteAsync(checks, output)).ConfigureAwait(false);
            return checks.Any(c => c.Status == SetupStatus.Failed) ? ExitCodes.Failure : ExitCodes.Ok;
        });
        return command;
    }

    /// <summary>This machine, as this program sees it.</summary>
    public static InstallOptions Options() => new()
    {
        Agent = AgentKinds.Codex,
        State = StateFolder.FromEnvironment(Environment.GetEnvironmentVariable),
        WorkingDirectory = Environment.CurrentDirectory,
        Environment = Environment.GetEnvironmentVariable,
        Program = HookClientCommand.Program(),
        NativeHook = HookClientCommand.Native(),
    };
}
