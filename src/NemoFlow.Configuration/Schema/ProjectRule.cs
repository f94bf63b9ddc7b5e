// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Schema;

/// <summary>What a project's file may do with a setting: whoever clones a repository must not thereby obey it.</summary>
public enum ProjectRule
{
    /// <summary>Nothing: the value is ignored with a warning.</summary>
    Refused,

    /// <summary>Name a place inside the project.</summary>
    InsideProject,

    /// <summary>Set anything, as it can do no harm.</summary>
    Allowed,

    /// <summary>Switch something off, not on.</summary>
    OnlyOff,

    /// <summary>Switch something on, not off.</summary>
    OnlyOn,

    /// <summary>Choose a value that stands behind the present one in the list of choices.</summary>
    OnlyLess,
}
