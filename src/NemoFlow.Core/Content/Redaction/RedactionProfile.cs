// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Content.Redaction;

/// <summary>What is taken out, and what takes its place.</summary>
public sealed record RedactionProfile
{
    /// <summary>What happens to a match.</summary>
    public required RedactionAction Action { get; init; }

    /// <summary>What is looked for; null takes whole values.</summary>
    public Detector? Detector { get; init; }

    /// <summary>Where the profile looks.</summary>
    public RedactionSurfaces Surfaces { get; init; } = RedactionSurfaces.All;

    /// <summary>JSON pointers from the payload or body on; <c>*</c> stands for one key or index. Empty for all values.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Targets { get; init; } = [];

    /// <summary>Stands for a match.</summary>
    public string Replacement { get; init; } = "[REDACTED]";

    /// <summary>Stands for a masked character.</summary>
    public string MaskCharacter { get; init; } = "*";

    /// <summary>Characters at the beginning of a match that are not masked; null takes the detector's own number.</summary>
    public int? UnmaskedPrefix { get; init; }

    /// <summary>Characters at the end of a match that are not masked.</summary>
    public int? UnmaskedSuffix { get; init; }

    /// <summary>The steps of a JSON pointer.</summary>
    /// <exception cref="ArgumentException">It does not begin with a slash.</exception>
    public static IReadOnlyList<string> Steps(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            return [];
        }

        return path[0] == '/'
            ? [.. path[1..].Split('/').Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]
            : throw new ArgumentException($"A JSON pointer begins with a slash: '{path}'.", nameof(path));
    }

    /// <summary>True where the profile looks at the value at this place.</summary>
    internal bool Targeted(List<string> path)
    {
        if (Targets.Count == 0)
        {
            return true;
        }

        foreach (IReadOnlyList<string> target in Targets)
        {
            bool same = target.Count == path.Count;
            for (int i = 0; same && i < path.Count; i++)
            {
                same = target[i] == path[i] || target[i] == "*";
            }

            if (same)
            {
                return true;
            }
        }

        return false;
    }
}
