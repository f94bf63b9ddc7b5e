// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Schema;

/// <summary>The kinds of a single value.</summary>
public enum ScalarKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>An absolute http or https URL.</summary>
    Url,

    /// <summary>A file or folder.</summary>
    Place,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary>One of several words.</summary>
    Choice,

    /// <summary>An address of this machine, with a port.</summary>
    Bind,

    /// <summary>A regular expression.</summary>
    Pattern,
}
