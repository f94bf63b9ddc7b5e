// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NemoFlow.Engine;

namespace NemoFlow.PowerShell.Completion;

/// <summary>Completes keys of settings.</summary>
public sealed class SettingCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.For(wordToComplete, ConfigurationReview.Keys().Select(key => (key.Key, key.Description ?? key.Key)));
}
