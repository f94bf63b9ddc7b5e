// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>What an item of a model request or response is.</summary>
public enum LlmItemKind
{
    /// <summary>An item of a kind this version does not know; kept as it is.</summary>
    Unknown,

    /// <summary>Text from or for the model.</summary>
    Message,

    /// <summary>A refusal.</summary>
    Refusal,

    /// <summary>Reasoning: a summary, the text itself, or only its encrypted form.</summary>
    Reasoning,

    /// <summary>A tool call that the agent runs.</summary>
    ToolCall,

    /// <summary>A tool call that the provider runs itself.</summary>
    ServerToolCall,

    /// <summary>The result of a tool call.</summary>
    ToolResult,
}
