// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace NemoFlow.Cli.Commands;

/// <summary>What is wrong with a command line, in one line, with what was probably meant.</summary>
internal static partial class UsageProblem
{
    private const int LargestDistance = 2;
    private const int ShortestBeginning = 4;

    /// <summary>The first thing that is wrong; null where nothing is.</summary>
    public static string? In(ParseResult parsed)
    {
        if (parsed.Tokens.Any(t => t.Type == TokenType.Directive))
        {
            // What a shell asks for completions is as unfinished as it is.
            return null;
        }

        if ((OptionAsArgument(parsed) ?? (parsed.UnmatchedTokens is [string first, ..] ? first : null)) is { } word)
        {
            CommandResult at = Before(parsed, word);
            return Unknown(at.Command, word, Names(at));
        }

        return parsed.Errors.Count == 0 ? null : OneLine(WrongType().Replace(parsed.Errors[0].Message, m => $"{m.Groups[2].Value} takes {Kind(m.Groups[3].Value)}, not '{m.Groups[1].Value}'."));
    }

    /// <summary>The command behind which a word stands: the parser reads on, and may find another one.</summary>
    private static CommandResult Before(ParseResult parsed, string word)
    {
        List<string> words = [.. parsed.Tokens.Select(t => t.Value)];
        CommandResult at = parsed.CommandResult;
        while (at.Parent is CommandResult above && words.IndexOf(at.IdentifierToken.Value) > words.IndexOf(word))
        {
            at = above;
        }

        return at;
    }

    /// <summary>The parser takes an option that it does not know for an argument where there is room for one.</summary>
    private static string? OptionAsArgument(ParseResult parsed)
    {
        int end = parsed.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash).Count();
        HashSet<Token> behind = [.. parsed.Tokens.Skip(end)];
        bool passesOn = parsed.CommandResult.Command.Arguments.Any(a => a.Arity.MaximumNumberOfValues > 1) && parsed.CommandResult.Command.Name != "run";
        return passesOn ? null : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens.Take(1))
            .FirstOrDefault(t => t.Value.StartsWith("--", StringComparison.Ordinal) && !behind.Contains(t))?.Value;
    }

    private static string Unknown(Command command, string word, List<string> names)
    {
        string kind = word.StartsWith('-') ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        string? meant = names.Select(n => (Name: n, Distance: Distance(n, word))).Where(n => n.Distance <= LargestDistance && n.Distance < word.Length).OrderBy(n => n.Distance).FirstOrDefault().Name
            ?? (word.Length < ShortestBeginning ? null : names.Find(n => n.StartsWith(word, StringComparison.OrdinalIgnoreCase)));
        return $"there is no {kind} '{word}' here." + (meant is null ? "" : $" Did you mean {meant}?");
    }

    /// <summary>What could stand at this place: commands, and the options of this command and of those above it that hold below.</summary>
    private static List<string> Names(CommandResult at)
    {
        List<string> names = [.. at.Command.Subcommands.Where(c => !c.Hidden).SelectMany(c => (string[])[c.Name, .. c.Aliases])];
        for (CommandResult? level = at; level is not null; level = level.Parent as CommandResult)
        {
            names.AddRange(level.Command.Options.Where(o => !o.Hidden && (level == at || o.Recursive)).SelectMany(o => (string[])[o.Name, .. o.Aliases]).Where(n => n.Length > 2));
        }

        return names;
    }

    /// <summary>How many letters must be put in, taken out, replaced or swapped with their neighbour to make one of the other.</summary>
    private static int Distance(string a, string b)
    {
        int[,] table = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                bool same = i > 0 && j > 0 && char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                table[i, j] = i == 0 || j == 0 ? i + j : Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[a.Length, b.Length];
    }

    /// <summary>The parser lists what is allowed line by line.</summary>
    private static string OneLine(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length < 2 ? message : $"{lines[0]} {string.Join(", ", lines[1..])}.";
    }

    private static string Kind(string type) => type is "Double" or "Single" or "Decimal" ? "a number" : type.StartsWith("Int", StringComparison.Ordinal) ? "a whole number" : "another kind of value";

    [GeneratedRegex(@"^Cannot parse argument '(.*)' for \w+ '([^']*)' as expected type 'System\.(\w+)'\.?$", RegexOptions.Singleline)]
    private static partial Regex WrongType();
}
