// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>What made a table, which decides what may still be added to it and how.</summary>
internal enum TomlTableOrigin
{
    /// <summary>The document itself.</summary>
    Root,

    /// <summary>Named on the way to a deeper header; its own header may still come.</summary>
    Implicit,

    /// <summary>A <c>[header]</c> of its own, or one <c>[[header]]</c> of an array.</summary>
    Header,

    /// <summary>A dotted key; only dotted keys of the same section, and headers of deeper tables, may add to it.</summary>
    Dotted,

    /// <summary>Braces; closed once and for all.</summary>
    Inline,
}
