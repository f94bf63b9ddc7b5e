// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>What becomes of an agent's model traffic when hooks are installed.</summary>
public enum HookRouting
{
    /// <summary>Nothing: only hooks are recorded. The agent works the same with and without a gateway.</summary>
    None,

    /// <summary>A provider of our own routes it through the gateway. The agent's history lists show only the sessions of the provider in use.</summary>
    Alias,

    /// <summary>Another address for the agent's own provider routes it: history stays in one list.</summary>
    BuiltIn,
}
