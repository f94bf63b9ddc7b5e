// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>What came of a check.</summary>
public enum SetupStatus
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>Not as it should be; there is a remedy.</summary>
    Failed,

    /// <summary>Nothing to check: not installed, not used, or not known.</summary>
    Skipped,
}
