// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Spans;

/// <summary>What the value of an attribute is.</summary>
public enum AttributeKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A fraction.</summary>
    Fraction,

    /// <summary>A truth.</summary>
    Truth,

    /// <summary>A list of texts.</summary>
    Texts,
}
