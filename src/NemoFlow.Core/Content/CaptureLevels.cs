// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Content;

/// <summary>The level of every kind of content.</summary>
public sealed class CaptureLevels
{
    private readonly CaptureLevel[] _levels;

    /// <summary>Takes the level of every kind but <see cref="ContentKind.Unknown"/>, which has the strictest of them.</summary>
    public CaptureLevels(Func<ContentKind, CaptureLevel> level)
    {
        ArgumentNullException.ThrowIfNull(level);
        _levels = new CaptureLevel[(int)ContentKind.Unknown + 1];
        for (ContentKind kind = 0; kind < ContentKind.Unknown; kind++)
        {
            _levels[(int)kind] = level(kind);
            _levels[^1] = (CaptureLevel)Math.Max((int)_levels[^1], (int)_levels[(int)kind]);
        }
    }

    /// <summary>Everything is recorded.</summary>
    public static CaptureLevels Everything { get; } = new(_ => CaptureLevel.Full);

    /// <summary>Nothing but structure is recorded.</summary>
    public static CaptureLevels Nothing { get; } = new(_ => CaptureLevel.None);

    /// <summary>True where nothing is left out.</summary>
    public bool IsEverything => _levels[^1] == CaptureLevel.Full;

    /// <summary>The level of a kind.</summary>
    public CaptureLevel this[ContentKind kind] => _levels[(int)kind];
}
