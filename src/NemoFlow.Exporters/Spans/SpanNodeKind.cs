// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Spans;

/// <summary>What a node of the span tree stands for.</summary>
public enum SpanNodeKind
{
    /// <summary>The session as a whole; only where a session is one trace.</summary>
    Session,

    /// <summary>A turn of the root agent or of a subagent.</summary>
    Turn,

    /// <summary>A model call.</summary>
    LlmCall,

    /// <summary>A tool call.</summary>
    ToolCall,
}
