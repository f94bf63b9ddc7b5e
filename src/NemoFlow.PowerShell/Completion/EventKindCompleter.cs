// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NemoFlow.PowerShell.Completion;

/// <summary>Completes kinds of events.</summary>
public sealed class EventKindCompleter : IArgumentCompleter
{
    private static readonly (string Kind, string Tooltip)[] Kinds =
    [
        (EventKinds.Hook, "A hook payload as the agent sent it"),
        (EventKinds.LlmRequest, "A model request"),
        (EventKinds.LlmResponse, "A model response"),
        (EventKinds.RunStart, "NemoFlow launched the agent"),
        (EventKinds.RunEnd, "The launched agent is gone"),
        (EventKinds.Idle, "Nothing happened for a while"),
        (EventKinds.GatewayStop, "The gateway that recorded the session was stopped"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.For(wordToComplete, Kinds);
}
