// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;

namespace NemoFlow;

/// <summary>A model response, in the words of every provider.</summary>
public sealed record LlmResponse
{
    /// <summary>The provider's id of the response.</summary>
    public string? Id { get; init; }

    /// <summary>The model that answered.</summary>
    public string? Model { get; init; }

    /// <summary>Why it stopped.</summary>
    public LlmFinish Finish { get; init; }

    /// <summary>The provider's own word for that.</summary>
    public string? FinishReason { get; init; }

    /// <summary>What it said, in order.</summary>
    public IReadOnlyList<LlmItem> Items { get; init => field = IndexableList.Of(value); } = [];

    /// <summary>The other answers, where the request asked for several: agents go on with the first.</summary>
    public IReadOnlyList<LlmChoice> OtherChoices { get; init => field = IndexableList.Of(value); } = [];

    /// <summary>Tokens.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>The provider's error message.</summary>
    public string? Error { get; init; }

    /// <summary>The response without its items, as the provider wrote it.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>The visible text: messages and refusals, joined by newlines.</summary>
    public string Text => Join(LlmItemKind.Message, LlmItemKind.Refusal);

    /// <summary>Reasoning text or summaries, joined by newlines; null where there is none.</summary>
    public string? Reasoning => Join(LlmItemKind.Reasoning, LlmItemKind.Reasoning) is { Length: > 0 } text ? text : null;

    private string Join(LlmItemKind first, LlmItemKind second)
    {
        StringBuilder text = new();
        foreach (LlmItem item in Items)
        {
            if ((item.Kind == first || item.Kind == second) && !string.IsNullOrEmpty(item.Text))
            {
                text.Append(text.Length == 0 || item.Continues ? "" : "\n").Append(item.Text);
            }
        }

        return text.ToString();
    }
}
