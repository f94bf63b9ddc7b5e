// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>One model response: what it says, and what goes wrong on the way.</summary>
/// <remarks>
/// Attempts meet the faults in this order, each its number of times, and then the reply proper:
/// <see cref="Error"/>, <see cref="Drop"/>, <see cref="Failed"/>, <see cref="Incomplete"/>.
/// </remarks>
public sealed record Reply
{
    /// <summary>Reasoning in front of everything else.</summary>
    public ReplyReasoning? Reasoning { get; init; }

    /// <summary>Assistant text.</summary>
    public string? Text { get; init; }

    /// <summary>A refusal in place of text.</summary>
    public string? Refusal { get; init; }

    /// <summary>Tool calls, after the text.</summary>
    public IReadOnlyList<ScriptedTool> Tools { get; init; } = [];

    /// <summary>Ends the response incomplete, after its output.</summary>
    public ReplyIncomplete? Incomplete { get; init; }

    /// <summary>Ends the response as failed, after its output.</summary>
    public ReplyFailure? Failed { get; init; }

    /// <summary>HTTP errors before the reply proper.</summary>
    public ReplyError? Error { get; init; }

    /// <summary>Cut connections before the reply proper.</summary>
    public ReplyDrop? Drop { get; init; }

    /// <summary>Sizes and pauses.</summary>
    public ReplyPace Pace { get; init; } = ReplyPace.Default;

    /// <summary>Token counts to report.</summary>
    public ReplyUsage? Usage { get; init; }

    /// <summary>Response headers to add, replacing the provider's own of the same name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
