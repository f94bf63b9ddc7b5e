// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Schema;

/// <summary>A list.</summary>
/// <param name="Item">What may stand in it; null where anything may.</param>
public sealed record SchemaList(SchemaNode? Item) : SchemaNode
{
    /// <summary>True where the lists of all layers hold together, those of the higher layer first; else the higher layer's takes the place.</summary>
    public bool Concatenates { get; init; }
}
