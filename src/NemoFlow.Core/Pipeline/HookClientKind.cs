// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>What an agent runs on every hook.</summary>
public enum HookClientKind
{
    /// <summary>There is none yet.</summary>
    Missing,

    /// <summary><c>nemo-flow-hook</c>: a native program, a millisecond or two per hook.</summary>
    Native,

    /// <summary><c>nemo-flow hook-forward</c>: the same, only slower.</summary>
    CommandLine,

    /// <summary>A PowerShell of its own per hook: half a second each, for machines that have neither of the others.</summary>
    PowerShell,
}
