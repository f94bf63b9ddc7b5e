// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>Whose sessions installed hooks record.</summary>
public enum HookScope
{
    /// <summary>All sessions of the user.</summary>
    User,

    /// <summary>Those in one project's folder.</summary>
    Project,
}
