// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Install;

/// <summary>Whose sessions an installation is for.</summary>
public enum InstallScope
{
    /// <summary>All of the user's.</summary>
    User,

    /// <summary>Those in one project.</summary>
    Project,
}
