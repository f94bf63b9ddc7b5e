// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hook;
using NemoFlow.Hooks;

namespace NemoFlow.PowerShell.Services;

/// <summary>What agents and hooks start as a PowerShell process of its own, on machines without the <c>nemo-flow</c> command.</summary>
public static class BackgroundProgram
{
    /// <summary>Runs <c>hook-forward AGENT …</c> or <c>gateway run</c>; gives the exit code.</summary>
    public static int Run(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments.AsSpan().SequenceEqual(GatewayWire.RunArguments) ? BackgroundGateway.Run() : Forward(arguments is ["hook-forward", ..] ? arguments[1..] : arguments);
    }

    /// <summary>Forwards standard input and writes the reply to standard output.</summary>
    private static int Forward(string[] arguments) => HookForward.Run(arguments, new HookHost
    {
        Program = "nemo-flow",
        Input = StandardStreams.Input,
        Output = StandardStreams.Output,
        Error = StandardStreams.Error,
        Variable = Environment.GetEnvironmentVariable,
    });
}
