// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using NemoFlow.PowerShell.Services;
using NemoFlow.Rendering;

namespace NemoFlow.PowerShell.Completion;

/// <summary>Completes ids of sessions, the latest first.</summary>
public sealed class SessionCompleter : IArgumentCompleter
{
    private const int Most = 50;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.For(wordToComplete, Stores.Catalog.List(null, static (_, _) => { }, CancellationToken.None).Select(s => (s.Id, Describe(s)))).Take(Most);

    private static string Describe(Session session) =>
        $"{session.StartedAt.ToLocalTime().ToString("g", CultureInfo.CurrentCulture)} {session.Agent} {session.Model}, {SessionLine.Count(session.Counts.Turns, "turn")}, {session.WorkingDirectory}";
}
