// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hook;

namespace NemoFlow.PowerShell.Services;

/// <summary>The hook client as a PowerShell process of its own, for machines without the native one.</summary>
public static class HookProcess
{
    /// <summary>Forwards standard input and writes the reply to standard output; gives the exit code.</summary>
    public static int Run(string[] arguments) => HookForward.Run(arguments, new HookHost
    {
        Program = "nemo-flow",
        Input = StandardStreams.Input,
        Output = StandardStreams.Output,
        Error = StandardStreams.Error,
        Variable = Environment.GetEnvironmentVariable,
    });
}
