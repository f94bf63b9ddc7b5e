// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.PowerShell.Completion;

/// <summary>Completes the gateways of this process, by URL and by id.</summary>
public sealed class GatewayCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        IReadOnlyList<GatewayInfo> local = GatewayHub.Local();
        return Completions.For(wordToComplete, local.Select(g => (g.Url, "gateway " + g.Id)).Concat(local.Select(g => (g.Id, "gateway at " + g.Url))));
    }
}
