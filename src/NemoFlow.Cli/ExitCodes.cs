// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Cli;

/// <summary>Exit codes of our own; a run gives the agent's.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    public const int Failure = 1;

    public const int Usage = 2;
}
