// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>
/// A text that is not TOML, or an edit that the document does not allow; always says where, and what was expected
/// there.
/// </summary>
public sealed class TomlException : Exception
{
    /// <summary>Makes the error for one place in a document.</summary>
    /// <param name="reason">What was expected and what was found.</param>
    /// <param name="position">Where.</param>
    /// <param name="sourceName">The file's name, or null for a text that has none.</param>
    public TomlException(string reason, TomlPosition position, string? sourceName = null)
        : base($"{sourceName ?? "TOML"}:{position}: {reason}")
    {
        Reason = reason;
        Position = position;
        SourceName = sourceName;
    }

    /// <summary>The message without the place.</summary>
    public string Reason { get; }

    /// <summary>Where the error is.</summary>
    public TomlPosition Position { get; }

    /// <summary>The line, from 1.</summary>
    public int Line => Position.Line;

    /// <summary>The column, from 1.</summary>
    public int Column => Position.Column;

    /// <summary>The distance from the start of the text, from 0, in UTF-16 code units.</summary>
    public int Offset => Position.Offset;

    /// <summary>The name that the text was parsed under; null where it had none.</summary>
    public string? SourceName { get; }
}
