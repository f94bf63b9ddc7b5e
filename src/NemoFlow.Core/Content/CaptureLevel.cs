// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Content;

/// <summary>How much of a kind of content is recorded.</summary>
public enum CaptureLevel
{
    /// <summary>All of it.</summary>
    Full,

    /// <summary>That it was there and how long it was; names and ids stay.</summary>
    Metadata,

    /// <summary>Nothing of it.</summary>
    None,
}
