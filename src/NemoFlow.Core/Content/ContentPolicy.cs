// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Content.Redaction;

namespace NemoFlow.Content;

/// <summary>What of an event may be recorded.</summary>
public sealed record ContentPolicy
{
    /// <summary>All content, without credentials of known forms.</summary>
    public static ContentPolicy Default { get; } = new();

    /// <summary>How much of each kind of content.</summary>
    public CaptureLevels Levels { get; init; } = CaptureLevels.Everything;

    /// <summary>What is taken out besides; the first is applied first.</summary>
    public IReadOnlyList<RedactionProfile> Profiles { get; init; } = [];

    /// <summary>How long the profiles may take for one event; beyond it the event's content is withheld.</summary>
    public TimeSpan RedactionLimit { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Secrets whose values are known, such as those in the environment.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>True where events need no more than the removal of credentials.</summary>
    public bool IsOpen => Levels.IsEverything && Profiles.Count == 0;
}
