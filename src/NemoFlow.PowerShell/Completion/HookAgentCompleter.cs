// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NemoFlow.PowerShell.Services;

namespace NemoFlow.PowerShell.Completion;

/// <summary>Completes the agents that hooks can be installed into.</summary>
public sealed class HookAgentCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.For(wordToComplete, AgentNames.Installable.Select(agent => (agent, "Hooks of " + agent)));
}
