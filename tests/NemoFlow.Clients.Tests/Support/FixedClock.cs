// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Clients.Tests.Support;

/// <summary>Stands still, so that two providers write the same times.</summary>
internal sealed class FixedClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
}
