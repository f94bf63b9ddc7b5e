// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>Why a model stopped.</summary>
public enum LlmFinish
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>It had said what it had to say.</summary>
    Complete,

    /// <summary>It ran into the limit of output tokens.</summary>
    Length,

    /// <summary>It asked for tools.</summary>
    ToolUse,

    /// <summary>A content filter stopped it, or it refused.</summary>
    ContentFilter,

    /// <summary>The provider reported a failure.</summary>
    Error,
}
