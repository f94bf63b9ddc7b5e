// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Schema;

/// <summary>What may stand at a place of the configuration.</summary>
public abstract record SchemaNode
{
    /// <summary>What it is for, in one line.</summary>
    public string Description { get; init; } = "";

    /// <summary>What a project's file may do with it.</summary>
    public ProjectRule Project { get; init; }
}
