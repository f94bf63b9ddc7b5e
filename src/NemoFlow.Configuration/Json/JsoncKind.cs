// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;

namespace NemoFlow.Configuration.Json;

/// <summary>The types of values.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The language calls its types so.")]
public enum JsoncKind
{
    /// <summary>An object: members in braces.</summary>
    Object,

    /// <summary>Elements in brackets.</summary>
    Array,

    /// <summary>A string.</summary>
    String,

    /// <summary>A number, kept as it was written.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary><c>null</c>.</summary>
    Null,
}
