// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using NemoFlow.Agents;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine.HookFiles;
using NemoFlow.Engine.Install;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Storage.Files;

namespace NemoFlow.Cli.Commands;

/// <summary>The command line as a whole.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        RootCommand root = Create(output, error);
        try
        {
            ParseResult parsed = root.Parse(args);
            if (UsageProblem.In(parsed) is { } problem)
            {
                await error.WriteLineAsync($"nemo-flow: {problem} Try: {Name(parsed, args)} --help").ConfigureAwait(false);
                return ExitCodes.Usage;
            }

            foreach (string left in await new HookFileStore(StateFolder.FromEnvironment(Environment.GetEnvironmentVariable), TimeProvider.System).RecoverAsync().ConfigureAwait(false))
            {
                await error.WriteLineAsync("nemo-flow: " + left).ConfigureAwait(false);
            }

            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null })
                .ConfigureAwait(false);
        }
        catch (ConfigurationException e)
        {
            await error.WriteLineAsync("nemo-flow: " + e.Message).ConfigureAwait(false);
            return ExitCodes.Usage;
        }
        catch (Exception e) when (e is GatewayStartException or FileEditException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync("nemo-flow: " + e.Message).ConfigureAwait(false);
            return ExitCodes.Failure;
        }
    }

    /// <summary>The command as it was typed, without its arguments. Where its first word is not known, what follows is no command either.</summary>
    private static string Name(ParseResult parsed, string[] args)
    {
        if (parsed.UnmatchedTokens.Count > 0 && parsed.UnmatchedTokens[0] == args[0])
        {
            return "nemo-flow";
        }

        List<string> names = [];
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } command; at = at.Parent)
        {
            names.Insert(0, command.Command.Name);
        }

        return string.Join(' ', ["nemo-flow", .. names]);
    }

    /// <summary>Every command with its options.</summary>
    public static RootCommand Create(TextWriter output, TextWriter error)
    {
        RootCommand root = new("Records everything a coding agent does: prompts, model calls, tool calls, subagents, tokens.");
        if (!OperatingSystem.IsWindows() && root.Options.OfType<HelpOption>().FirstOrDefault() is { } help)
        {
            // Elsewhere a slash begins a path.
            help.Aliases.Remove("/?");
            help.Aliases.Remove("/h");
        }

        SharedOptions shared = new();
        ServeCommand.AddTo(root, shared, output, error);
        foreach (AgentLauncher launcher in AgentLaunchers.All)
        {
            root.Subcommands.Add(RunCommand.ForAgent(launcher, shared, output, error));
        }

        root.Subcommands.Add(RunCommand.ForAny(shared, output, error));
        root.Subcommands.Add(SessionsCommand.Create(output, error));
        root.Subcommands.Add(ExportCommand.Create(output, error));
        root.Subcommands.Add(ConfigCommand.Create(shared, output, error));
        root.Subcommands.Add(DemoCommand.Create(output, error));
        root.Subcommands.Add(InstallCommand.Create(shared, output, error));
        root.Subcommands.Add(InstallCommand.CreateRemoval(shared, output, error));
        root.Subcommands.Add(GatewayCommand.Create(shared, output, error));
        root.Subcommands.Add(DoctorCommand.Create(output, error));
        root.Subcommands.Add(CompletionCommand.Create(output));
        root.Subcommands.Add(RehearseCommand.Create(output, error));
        root.Subcommands.Add(HookForwardCommand.Describe());
        return root;
    }
}
