// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NemoFlow.PowerShell.Services;

namespace NemoFlow.PowerShell.Completion;

/// <summary>Completes agents.</summary>
public sealed class AgentCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.For(wordToComplete, AgentNames.Known.Select(agent => (agent, "Run or filter by " + agent)));
}
