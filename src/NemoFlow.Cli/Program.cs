// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Cli;
using NemoFlow.Cli.Commands;
using NemoFlow.Hook;

// Agents wait for hooks: nothing is loaded for this command that it does not need.
if (args is ["hook-forward", ..] and not [_, "--help" or "-h" or "-?"])
{
    return HookForward.Run(args.AsSpan(1), new HookHost
    {
        Program = "nemo-flow",
        Input = StandardStreams.Input,
        Output = StandardStreams.Output,
        Error = StandardStreams.Error,
        Variable = Environment.GetEnvironmentVariable,
    });
}

return await CommandLine.RunAsync(args, Terminal.Out, Terminal.Error).ConfigureAwait(false);
