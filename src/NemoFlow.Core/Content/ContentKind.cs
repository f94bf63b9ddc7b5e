// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Content;

/// <summary>The kinds of content.</summary>
public enum ContentKind
{
    /// <summary>What users write.</summary>
    Prompts,

    /// <summary>System prompts and tool definitions.</summary>
    Instructions,

    /// <summary>What models answer.</summary>
    Output,

    /// <summary>What models think.</summary>
    Reasoning,

    /// <summary>Arguments of tools.</summary>
    ToolInput,

    /// <summary>Results of tools.</summary>
    ToolOutput,

    /// <summary>What is none of these for sure: the strictest level of all holds.</summary>
    Unknown,
}
