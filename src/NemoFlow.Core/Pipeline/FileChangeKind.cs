// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>What becomes of a file.</summary>
public enum FileChangeKind
{
    /// <summary>Its content is another.</summary>
    Changed,

    /// <summary>It did not exist.</summary>
    Created,

    /// <summary>It no longer exists.</summary>
    Removed,
}
