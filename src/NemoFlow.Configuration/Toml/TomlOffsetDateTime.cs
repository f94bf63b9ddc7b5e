// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>
/// A date and time with an offset, as written. TOML allows offsets up to 23:59 and instants before year 1 in UTC,
/// which <see cref="DateTimeOffset"/> cannot hold.
/// </summary>
/// <param name="Local">The clock's reading, of unspecified kind, to 100 ns; finer fractions are cut off.</param>
/// <param name="Offset">How far that clock is ahead of UTC.</param>
public readonly record struct TomlOffsetDateTime(DateTime Local, TimeSpan Offset)
{
    /// <summary>The framework's form; false where it cannot represent this offset or instant.</summary>
    public bool TryGetDateTimeOffset(out DateTimeOffset value)
    {
        long utcTicks = Local.Ticks - Offset.Ticks;
        if (Offset.Duration() > TimeSpan.FromHours(14) || utcTicks < DateTime.MinValue.Ticks || utcTicks > DateTime.MaxValue.Ticks)
        {
            value = default;
            return false;
        }

        value = new DateTimeOffset(Local, Offset);
        return true;
    }
}
