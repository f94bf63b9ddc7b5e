// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>Dotted keys, as in headers and command-line overrides.</summary>
public static class TomlKey
{
    /// <summary>Splits a dotted key into its segments: <c>a."b c".d</c> gives <c>a</c>, <c>b c</c>, <c>d</c>.</summary>
    /// <exception cref="TomlException">The text is not a key.</exception>
    public static IReadOnlyList<string> ParsePath(string text, TomlOptions? options = null, string? sourceName = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        IReadOnlyList<TomlKeyPart> parts =
            new TomlParser(new TomlSource(text, sourceName), options ?? TomlOptions.Default).ParseLoneKey();
        return [.. parts.Select(static part => part.Name)];
    }

    /// <summary>The reverse of <see cref="ParsePath"/>: quotes the segments that need it and joins them with dots.</summary>
    /// <exception cref="ArgumentException">The path is empty, or a segment is not Unicode text.</exception>
    public static string Format(params ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
        {
            throw new ArgumentException("A key has at least one segment.", nameof(path));
        }

        List<string> parts = [];
        foreach (string segment in path)
        {
            parts.Add(TomlWriter.Key(segment));
        }

        return string.Join('.', parts);
    }
}
