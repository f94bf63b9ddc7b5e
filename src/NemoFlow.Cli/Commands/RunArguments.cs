// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;

namespace NemoFlow.Cli.Commands;

/// <summary>What all commands that run an agent take.</summary>
internal sealed class RunArguments
{
    public RunArguments(Command command, SharedOptions shared)
    {
        shared.AddTo(command);
        command.Options.Add(DryRun);
        command.Options.Add(Print);
        command.Options.Add(Quiet);
        command.Arguments.Add(Command);
    }

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Show what would be started, and start nothing." };

    public Option<bool> Print { get; } = new("--print") { Description = "Print the command that is started." };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Say nothing about the recording." };

    public Argument<string[]> Command { get; } = new("arguments")
    {
        Description = "What comes after -- goes to the agent as it is.",
        Arity = ArgumentArity.ZeroOrMore,
    };
}
