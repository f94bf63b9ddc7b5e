// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Schema;

/// <summary>A table whose names are the user's.</summary>
/// <param name="Value">What may stand under each name; null where anything may.</param>
public sealed record SchemaMap(SchemaScalar? Value) : SchemaNode;
