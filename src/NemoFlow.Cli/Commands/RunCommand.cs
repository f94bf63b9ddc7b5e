// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using NemoFlow.Agents;
using NemoFlow.Agents.Common;
using NemoFlow.Checks;
using NemoFlow.Cli.Rendering;
using NemoFlow.Configuration.Settings;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Runs;
using NemoFlow.Rendering;
using NemoFlow.Storage.Files;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow codex -- …</c> and <c>nemo-flow run -- codex …</c>.</summary>
internal static class RunCommand
{
    /// <summary>The command that is called like the agent.</summary>
    public static Command ForAgent(AgentLauncher launcher, SharedOptions shared, TextWriter output, TextWriter error)
    {
        Command command = new(launcher.Executable, $"Run {launcher.Title} and record the session.");
        if (launcher.Agent != launcher.Executable)
        {
            command.Aliases.Add(launcher.Agent);
        }

        RunArguments arguments = new(command, shared);
        command.SetAction((parsed, cancellation) =>
        {
            GatewaySettings settings = shared.Settings(parsed, error);
            return RunAsync(launcher.Agent, [.. RunChoices.Command(launcher.Agent, settings, Environment.GetEnvironmentVariable, Environment.CurrentDirectory), .. parsed.GetValue(arguments.Command) ?? []], settings, arguments, parsed, output, error, cancellation);
        });
        return command;
    }

    public static Command ForAny(SharedOptions shared, TextWriter output, TextWriter error)
    {
        string known = string.Join(", ", AgentLaunchers.All.Select(a => a.Agent));
        string choices = string.Join(" or ", AgentLaunchers.All.Select(a => "--agent " + a.Agent).Order(StringComparer.Ordinal));
        Command command = new("run", "Run an agent's command and record the session.");
        Option<string> agentOption = new("--agent") { Description = $"The agent, where the command does not tell: {known}.", HelpName = "AGENT" };
        command.Options.Add(agentOption);
        RunArguments arguments = new(command, shared);
        command.SetAction(async (parsed, cancellation) =>
        {
            GatewaySettings settings = shared.Settings(parsed, error);
            List<string> words = [.. parsed.GetValue(arguments.Command) ?? []];
            string? named = parsed.GetValue(agentOption);
            AgentLauncher? launcher = named is null ? AgentLaunchers.Infer(words) : AgentLaunchers.Find(named);
            if (words.Count == 0 && launcher is not null)
            {
                words = [.. RunChoices.Command(launcher.Agent, settings, Environment.GetEnvironmentVariable, Environment.CurrentDirectory)];
            }

            string? problem = (words.Count, launcher) switch
            {
                (_, null) when named is not null => $"there is no agent '{named}' in this version: pass {choices}",
                (0, _) => "missing command: nemo-flow run -- codex exec \"…\"",
                (_, null) => $"it is not clear which agent '{words[0]}' is: pass {choices}",
                _ => null,
            };
            if (problem is not null)
            {
                await error.WriteLineAsync("nemo-flow: " + problem).ConfigureAwait(false);
                return ExitCodes.Failure;
            }

            return await RunAsync(launcher!.Agent, words, settings, arguments, parsed, output, error, cancellation).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        string agent, List<string> words, GatewaySettings settings, RunArguments arguments, ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        bool quiet = parsed.GetValue(arguments.Quiet);
        StateFolder state = StateFolder.FromEnvironment(Environment.GetEnvironmentVariable);
        RunOptions options = new()
        {
            Agent = agent,
            Command = words,
            WorkingDirectory = Environment.CurrentDirectory,
            Gateway = SharedOptions.Gateway(settings, RunChoices.Endpoint(settings, state)) with { Token = null },
            State = state,
            AtifFolder = settings.AtifFolder,
            Exporters = GatewaySetup.Exporters(settings, Environment.GetEnvironmentVariable),
            Content = settings.Content,
            Prices = GatewaySetup.Prices(settings),
            SessionMetadata = settings.SessionMetadata,
            HookClient = HookClientCommand.Words(),
            Environment = Environment.GetEnvironmentVariable,
            MayChangeHooksFile = settings.ChangesCursorHooks,
            Starting = plan => WriteNotes(plan, parsed.GetValue(arguments.Print), quiet, error),
        };
        if (parsed.GetValue(arguments.DryRun))
        {
            return await DryRunAsync(options, settings, output, error).ConfigureAwait(false);
        }

        RunResult result = await ObservedRun.RunAsync(options, cancellation).ConfigureAwait(false);
        if (result.Problem is not null)
        {
            await error.WriteLineAsync("nemo-flow: " + result.Problem).ConfigureAwait(false);
            return result.ExitCode;
        }

        if (!quiet)
        {
            await WriteSummaryAsync(result, error).ConfigureAwait(false);
        }

        return result.ExitCode;
    }

    private static async Task<int> DryRunAsync(RunOptions options, GatewaySettings settings, TextWriter output, TextWriter error)
    {
        const string Url = "http://127.0.0.1:<port>";
        LaunchPlan plan = AgentLaunch.Plan(options, Url, null, "<run>", "<redacted>");
        if (plan.Problem is not null)
        {
            await error.WriteLineAsync("nemo-flow: " + plan.Problem).ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        Dictionary<string, string> environment = AgentLaunch.Environment(options, plan, Url, "<redacted>", "<run>");
        await LaunchText.WriteAsync(output, options, settings, plan, Url, environment).ConfigureAwait(false);
        return ExitCodes.Ok;
    }

    private static void WriteNotes(LaunchPlan plan, bool print, bool quiet, TextWriter error)
    {
        if (print)
        {
            error.WriteLine("nemo-flow: " + string.Join(' ', (plan.ShownCommand ?? plan.Command).Select(ShellQuote.Posix)));
        }

        foreach (string note in quiet ? [] : plan.Notes)
        {
            error.WriteLine("nemo-flow: " + note);
        }
    }

    private static async Task WriteSummaryAsync(RunResult result, TextWriter error)
    {
        foreach (Session session in result.Sessions)
        {
            await error.WriteLineAsync("nemo-flow: " + SessionLine.Summary(session)).ConfigureAwait(false);
        }

        foreach (string path in result.Trajectories)
        {
            await error.WriteLineAsync("nemo-flow: trajectory " + path).ConfigureAwait(false);
        }

        foreach (DeliveryStatus status in result.Deliveries)
        {
            await error.WriteLineAsync("nemo-flow: " + DeliveryLine.After(status)).ConfigureAwait(false);
        }

        foreach (Finding finding in result.Findings)
        {
            await error.WriteLineAsync($"nemo-flow: incomplete: {finding.What}. Likely cause: {finding.Why}. What to do: {finding.Remedy}.").ConfigureAwait(false);
        }
    }
}
