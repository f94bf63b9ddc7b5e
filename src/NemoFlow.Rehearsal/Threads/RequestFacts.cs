// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Threads;

/// <summary>What the choice of a reply depends on, whatever the API.</summary>
/// <param name="Thread">Which agent's conversation this is.</param>
/// <param name="Kind">Ordinary turn, compaction and so on, as the agent says.</param>
/// <param name="Subagent">Whether a subagent asks.</param>
/// <param name="Prompt">The latest prompt of the user; empty when there is none.</param>
/// <param name="PromptCount">How many prompts the request holds.</param>
/// <param name="StartsPrompt">Nothing but context follows the latest prompt: the model has not answered it yet.</param>
internal sealed record RequestFacts(
    string Thread, string Kind, bool Subagent, string Prompt, int PromptCount, bool StartsPrompt)
{
    /// <summary>One of <see cref="ApiNames"/>.</summary>
    public string Api { get; init; } = ApiNames.Responses;

    public string? Model { get; init; }

    /// <summary>The system prompt.</summary>
    public string? System { get; init; }

    /// <summary>Names of the tools offered.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>The body, decoded.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }
}
