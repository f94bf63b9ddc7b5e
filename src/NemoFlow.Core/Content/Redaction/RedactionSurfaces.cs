// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Content.Redaction;

/// <summary>Where a profile looks.</summary>
[Flags]
public enum RedactionSurfaces
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>Model requests.</summary>
    Input = 1,

    /// <summary>Model responses.</summary>
    Output = 2,

    /// <summary>Hooks but their tools' arguments and results, and all other events.</summary>
    Mark = 4,

    /// <summary>Arguments of tools in hooks.</summary>
    ToolInput = 8,

    /// <summary>Results of tools in hooks.</summary>
    ToolOutput = 16,

    /// <summary>Everywhere.</summary>
    All = Input | Output | Mark | ToolInput | ToolOutput,
}
