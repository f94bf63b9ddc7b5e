// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Install;

/// <summary>A choice that an agent does not know.</summary>
/// <param name="Option">The option of the command line that makes it.</param>
/// <param name="Agent">The agent.</param>
/// <param name="KnownBy">The agents that know it.</param>
public sealed record AgentChoice(string Option, string Agent, IReadOnlyList<string> KnownBy);
