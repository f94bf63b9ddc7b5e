// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rendering;

/// <summary>What to write before and after the parts of a tree: escape sequences of a terminal, or nothing.</summary>
public sealed record TreeStyle
{
    /// <summary>No colours.</summary>
    public static TreeStyle Plain { get; } = new();

    /// <summary>Before a turn's head.</summary>
    public string Turn { get; init; } = "";

    /// <summary>Before a model call's head.</summary>
    public string Model { get; init; } = "";

    /// <summary>Before a tool call's head.</summary>
    public string Tool { get; init; } = "";

    /// <summary>Before a subagent's head.</summary>
    public string Subagent { get; init; } = "";

    /// <summary>Before the head of what failed.</summary>
    public string Failed { get; init; } = "";

    /// <summary>Before the lines of the tree.</summary>
    public string Branch { get; init; } = "";

    /// <summary>After each of them.</summary>
    public string Reset { get; init; } = "";
}
