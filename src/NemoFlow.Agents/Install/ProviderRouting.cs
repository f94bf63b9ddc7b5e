// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Install;

/// <summary>How an agent's model traffic gets to the gateway.</summary>
public enum ProviderRouting
{
    /// <summary>It does not: only hooks are recorded. The agent works the same with and without a gateway.</summary>
    None,

    /// <summary>By a provider of our own. The agent's history lists show only the sessions of the provider in use.</summary>
    Alias,

    /// <summary>By another address for the agent's own provider: history stays in one list.</summary>
    BuiltIn,
}
