// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Yaml;

/// <summary>A text that is not YAML, or an edit that it does not allow; says where.</summary>
public sealed class YamlException : Exception
{
    /// <summary>Makes the error for one place.</summary>
    /// <param name="reason">What is wrong.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    /// <param name="sourceName">The file; null for a text without a name.</param>
    public YamlException(string reason, int line, int column, string? sourceName)
        : base($"{sourceName ?? "YAML"}:{line}:{column}: {reason}")
    {
        Line = line;
        Column = column;
    }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The column, from 1.</summary>
    public int Column { get; }
}
