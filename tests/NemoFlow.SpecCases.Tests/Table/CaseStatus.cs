// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.SpecCases.Tests.Table;

/// <summary>How the product stands to a case.</summary>
internal enum CaseStatus
{
    /// <summary>It does all that the case expects; names of the product aside.</summary>
    Passed,

    /// <summary>It does otherwise on purpose, and the runner asserts what it does.</summary>
    Deviating,

    /// <summary>What the case is about is not there, or not all of it; a runner, where there is one, asserts the part that is.</summary>
    NotYet,

    /// <summary>The product has nothing that the case could be about.</summary>
    NotApplicable,
}
