// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using NemoFlow.Configuration.Nodes;
using NemoFlow.Configuration.Settings;

namespace NemoFlow.Configuration.Schema;

/// <summary>A single value.</summary>
/// <param name="Kind">Its kind.</param>
public sealed record SchemaScalar(ScalarKind Kind) : SchemaNode
{
    /// <summary>What holds where nobody sets it; null where that depends on other things.</summary>
    public string? Default { get; init; }

    /// <summary>The words of a <see cref="ScalarKind.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The smallest number.</summary>
    public double Min { get; init; } = double.MinValue;

    /// <summary>The largest number.</summary>
    public double Max { get; init; } = double.MaxValue;

    /// <summary>Text that the value must contain; null for none.</summary>
    public string? Containing { get; init; }

    /// <summary>True where the value is never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>What is allowed, where the value is not; null where it is.</summary>
    public string? Problem(ConfigScalar scalar)
    {
        ArgumentNullException.ThrowIfNull(scalar);
        return Kind switch
        {
            ScalarKind.Flag => scalar.Value is bool ? null : "must be true or false",
            ScalarKind.Whole => scalar.Value is long whole && whole >= Min && whole <= Max ? null : Min == Max ? $"must be {Min}" : "must be a whole number" + Range(),
            ScalarKind.Number => scalar.Value is long or double && Convert.ToDouble(scalar.Value, null) is double number && number >= Min && number <= Max ? null : "must be a number" + Range(),
            ScalarKind.Choice => scalar.Value is string word && Choices.Contains(word) ? null : "must be one of " + string.Join(", ", Choices.Select(c => $"\"{c}\"")),
            _ => scalar.Value is string text ? TextProblem(text) : "must be a string",
        };
    }

    private string? TextProblem(string text) => Kind switch
    {
        ScalarKind.Url when !Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https") => "must be an absolute http or https URL",
        ScalarKind.Bind => ListenAddress.Problem(text),
        ScalarKind.Place when text.Length == 0 => "must name a file or folder",
        ScalarKind.Pattern => PatternProblem(text),
        _ when Containing is not null && !text.Contains(Containing, StringComparison.Ordinal) => "must contain " + Containing,
        _ => null,
    };

    private static string? PatternProblem(string text)
    {
        try
        {
            _ = new Regex(text, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return text.Length > 0 ? null : "must not be empty";
        }
        catch (ArgumentException e)
        {
            return "must be a regular expression: " + e.Message.TrimEnd('.');
        }
    }

    private string Range() => (Min > double.MinValue, Max < double.MaxValue) switch
    {
        (true, true) => $" from {Min} to {Max}",
        (true, false) => $" of at least {Min}",
        (false, true) => $" of at most {Max}",
        _ => "",
    };
}
