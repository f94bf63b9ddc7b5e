// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.SpecCases.Tests.Table;

/// <summary>What is decided about a case.</summary>
/// <param name="Id">The case.</param>
/// <param name="Status">How the product stands to it.</param>
/// <param name="Reason">Why, for everything but <see cref="CaseStatus.Passed"/>.</param>
/// <param name="Through">How the runner gets at the behaviour where that is not by the case's own words.</param>
internal sealed record Disposition(string Id, CaseStatus Status, string? Reason, string? Through);
