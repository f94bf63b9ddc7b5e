// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow;

/// <summary>One item of a model request or response, in the words of every provider.</summary>
public sealed record LlmItem
{
    /// <summary>What it is.</summary>
    public required LlmItemKind Kind { get; init; }

    /// <summary>The item as the provider wrote it.</summary>
    public required JsonElement Raw { get; init; }

    /// <summary>The role of a message: <c>user</c>, <c>assistant</c>, <c>system</c>, <c>developer</c>.</summary>
    public string? Role { get; init; }

    /// <summary>The text, parts joined by newlines; null where the item has none.</summary>
    public string? Text { get; init; }

    /// <summary>The id that joins a tool call to its result.</summary>
    public string? CallId { get; init; }

    /// <summary>The tool's name.</summary>
    public string? ToolName { get; init; }

    /// <summary>The tool call's arguments as the model wrote them: an object, or a string that may hold JSON.</summary>
    public JsonElement? Arguments { get; init; }

    /// <summary>The tool's result as the model is told it.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>True where the text goes on in the middle of the previous item's: providers cut texts where they cite something.</summary>
    public bool Continues { get; init; }
}
