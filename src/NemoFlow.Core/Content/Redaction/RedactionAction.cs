// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Content.Redaction;

/// <summary>What happens to a match.</summary>
public enum RedactionAction
{
    /// <summary>The member that holds it goes; an element of a list becomes null.</summary>
    Remove,

    /// <summary>A replacement stands for it.</summary>
    Redact,

    /// <summary>A replacement that may name groups of the pattern stands for it.</summary>
    RegexReplace,

    /// <summary>The SHA-256 of it stands for it, so that equal values stay equal.</summary>
    Hash,

    /// <summary>Its characters are masked but for some at its ends.</summary>
    Mask,
}
