// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;

namespace NemoFlow.Agents;

/// <summary>What it takes to start an agent under observation.</summary>
/// <param name="Agent">The agent's kind (<see cref="AgentKinds"/>).</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Executable">What starts it unless the user says otherwise.</param>
/// <param name="Names">What its executable may be called.</param>
/// <param name="Installation">How to get it.</param>
/// <param name="Plan">Makes the plan of a run.</param>
public sealed record AgentLauncher(
    string Agent, string Title, string Executable, IReadOnlyCollection<string> Names, string Installation, Func<LaunchInput, LaunchPlan> Plan)
{
    /// <summary>What starts it where <see cref="Executable"/> is not there.</summary>
    public string? Alternative { get; init; }
}
