// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>
/// What the parts of a model call cost in US dollars. The parts do not overlap: together they are the call's cost, to the last digit. A part
/// whose tokens the provider does not tell apart is null, and what it cost is in the part that it belongs to.
/// </summary>
public sealed record CostSplit
{
    /// <summary>Input that was neither read from nor written to a cache.</summary>
    public required decimal Input { get; init; }

    /// <summary>Input read from a cache.</summary>
    public decimal? CacheRead { get; init; }

    /// <summary>Input written to a cache.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Output other than <see cref="Reasoning"/>.</summary>
    public required decimal Output { get; init; }

    /// <summary>Output that was reasoning.</summary>
    public decimal? Reasoning { get; init; }

    /// <summary>All input.</summary>
    public decimal Prompt => Input + (CacheRead ?? 0) + (CacheWrite ?? 0);

    /// <summary>All output.</summary>
    public decimal Completion => Output + (Reasoning ?? 0);
}
