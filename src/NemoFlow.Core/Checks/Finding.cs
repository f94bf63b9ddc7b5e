// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Checks;

/// <summary>Something that is not as it should be.</summary>
/// <param name="Code">A stable name.</param>
/// <param name="What">What is missing.</param>
/// <param name="Why">The likely cause.</param>
/// <param name="Remedy">What to do.</param>
public sealed record Finding(string Code, string What, string Why, string Remedy);
