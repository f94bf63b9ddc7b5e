// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal;

/// <summary>How a scripted provider runs.</summary>
public sealed record RehearsalOptions
{
    /// <summary>Loopback port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The clock behind delays and time stamps.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Keep request bodies in memory; benchmarks with many requests turn it off. Hashes are kept anyway.</summary>
    public bool KeepBodies { get; init; } = true;
}
