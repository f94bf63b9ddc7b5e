// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Rehearsal.Threads;

namespace NemoFlow.Rehearsal.Script;

/// <summary>Which prompts a conversation answers. Every condition that is set must hold; parts are compared exactly.</summary>
public sealed record ConversationMatch
{
    /// <summary>The request kind of an ordinary turn.</summary>
    public const string TurnKind = "turn";

    /// <summary>A part of the latest prompt.</summary>
    public string? Text { get; init; }

    /// <summary>True for subagents only, false for the root agent only.</summary>
    public bool? Subagent { get; init; }

    /// <summary>The agent's request kind, such as <c>turn</c> or <c>compaction</c>.</summary>
    public string Kind { get; init; } = TurnKind;

    /// <summary>The API that is called: <c>responses</c>, <c>messages</c> or <c>chat</c>.</summary>
    public string? Api { get; init; }

    /// <summary>A part of the model's name.</summary>
    public string? Model { get; init; }

    /// <summary>A part of the system prompt.</summary>
    public string? System { get; init; }

    /// <summary>The name of a tool that the request offers.</summary>
    public string? Tool { get; init; }

    /// <summary>A part of the request's body as it is on the wire, with its JSON escapes.</summary>
    public string? Body { get; init; }

    internal bool Accepts(RequestFacts facts)
        => Has(facts.Prompt, Text)
            && (Subagent is null || Subagent == facts.Subagent)
            && string.Equals(Kind, facts.Kind, StringComparison.Ordinal)
            && (Api is null || Api == facts.Api)
            && Has(facts.Model, Model)
            && Has(facts.System, System)
            && (Tool is null || facts.Tools.Contains(Tool))
            && (Body is null || facts.Body.Span.IndexOf(Encoding.UTF8.GetBytes(Body)) >= 0);

    private static bool Has(string? whole, string? part) => part is null || whole?.Contains(part, StringComparison.Ordinal) == true;
}
