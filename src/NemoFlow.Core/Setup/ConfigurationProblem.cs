// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.RegularExpressions;

namespace NemoFlow;

/// <summary>Something in the configuration that is wrong, and where it stands.</summary>
public sealed partial record ConfigurationProblem
{
    /// <summary>What is wrong and what is allowed, the place included.</summary>
    public required string Message { get; init; }

    /// <summary>The file; null where it is in a variable or an option, or about no place.</summary>
    public string? Path { get; init; }

    /// <summary>The line, from 1; null where it is about no line.</summary>
    public int? Line { get; init; }

    /// <summary>The column, from 1.</summary>
    public int? Column { get; init; }

    /// <summary>The setting; null where the file could not be read so far.</summary>
    public string? Key { get; init; }

    /// <summary>Takes apart a message of the form <c>file:line:column: key is wrong.</c></summary>
    public static ConfigurationProblem Parse(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Match place = Place().Match(message);
        Match whole = WholeFile().Match(message);
        Match key = KeyName().Match(place.Success ? message[place.Length..] : message);
        return new ConfigurationProblem
        {
            Message = message,
            Path = place.Success ? place.Groups["file"].Value : whole.Success ? whole.Groups["file"].Value : null,
            Line = place.Success ? int.Parse(place.Groups["line"].ValueSpan, CultureInfo.InvariantCulture) : null,
            Column = place.Success ? int.Parse(place.Groups["column"].ValueSpan, CultureInfo.InvariantCulture) : null,
            Key = key.Success ? key.Groups["key"].Value : null,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Message;

    [GeneratedRegex(@"^(?<file>.+?):(?<line>\d{1,9}):(?<column>\d{1,9}): ")]
    private static partial Regex Place();

    [GeneratedRegex(@"^(?<file>.+?) (is a folder: |is a link that |cannot be read: )")]
    private static partial Regex WholeFile();

    [GeneratedRegex(@"^(?<key>[A-Za-z][\w-]*(\.[\w-]+|\[\d+\])*) (is|must|has|cannot|needs) ")]
    private static partial Regex KeyName();
}
