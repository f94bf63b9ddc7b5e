// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Otlp.Protobuf;

internal static class UnixTime
{
    /// <summary>Nanoseconds since 1970; 0, which the protocol reads as unknown, for anything before.</summary>
    public static ulong Nanoseconds(DateTimeOffset time)
    {
        long ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        return ticks <= 0 ? 0 : (ulong)ticks * (1_000_000_000 / TimeSpan.TicksPerSecond);
    }
}
