// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>One model response: what it says, and what goes wrong on the way.</summary>
/// <remarks>Attempts are served in this order: <see cref="Error"/> first, then <see cref="Drop"/>, then the reply proper.</remarks>
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

    /// <summary>Why the response ends incomplete: <c>max_output_tokens</c> or <c>content_filter</c>.</summary>
    public string? Incomplete { get; init; }

    /// <summary>Ends the response as failed, after the output that was sent.</summary>
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
