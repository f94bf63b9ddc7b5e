// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Checks;

namespace NemoFlow.Agents.Install;

/// <summary>What an agent's configuration means for recording.</summary>
/// <param name="Obstacles">What keeps hooks from firing.</param>
/// <param name="Provider">The model provider in use.</param>
/// <param name="ModelUrl">Where its requests go; null for the provider's own address.</param>
public sealed record AgentSetup(IReadOnlyList<Finding> Obstacles, string Provider, string? ModelUrl);
