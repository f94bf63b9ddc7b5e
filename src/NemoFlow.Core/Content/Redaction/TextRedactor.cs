// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace NemoFlow.Content.Redaction;

/// <summary>Applies one profile to one text.</summary>
internal static class TextRedactor
{
    /// <summary>The text after the profile; the text itself where nothing matched; null where the whole value has to go.</summary>
    public static string? Apply(string text, RedactionProfile profile)
    {
        if (profile.Detector is null)
        {
            return profile.Action == RedactionAction.Remove ? null : text.Length == 0 ? text : Replace(text, null, profile);
        }

        List<(TextRange Range, string By)> found = Find(text, profile);
        if (found.Count == 0)
        {
            return text;
        }

        if (profile.Action == RedactionAction.Remove)
        {
            return null;
        }

        StringBuilder result = new(text.Length);
        int copied = 0;
        foreach ((TextRange range, string by) in found.OrderBy(f => f.Range.Start))
        {
            if (range.Start >= copied)
            {
                result.Append(text, copied, range.Start - copied).Append(by);
                copied = range.End;
            }
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>Matches in the text, and in what it says once the escapes in it are undone: arguments of tools are often JSON.</summary>
    private static List<(TextRange Range, string By)> Find(string text, RedactionProfile profile)
    {
        List<(TextRange Range, string By)> found = [];
        Collect(text, profile, null, found);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        int[]? origins = null;
        for (int depth = 0; depth < 4 && EscapedText.HidesLetters(utf8); depth++)
        {
            utf8 = EscapedText.Decode(utf8, out int[] step);
            origins = origins is null ? ToCharacters(text, step) : [.. step.Select(s => origins[s])];
            string decoded = Encoding.UTF8.GetString(utf8);
            Collect(decoded, profile, CharacterOrigins(decoded, origins), found);
        }

        return found;
    }

    /// <summary>Places in the text's bytes as places in its characters.</summary>
    private static int[] ToCharacters(string text, int[] bytes)
    {
        int[] characterOf = new int[Encoding.UTF8.GetByteCount(text) + 1];
        int at = 0;
        int character = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            for (int i = 0; i < rune.Utf8SequenceLength; i++)
            {
                characterOf[at++] = character;
            }

            character += rune.Utf16SequenceLength;
        }

        characterOf[at] = character;
        return [.. bytes.Select(b => characterOf[b])];
    }

    /// <summary>By character of the decoded text what is given by its bytes.</summary>
    private static int[] CharacterOrigins(string decoded, int[] byByte)
    {
        int[] origins = new int[decoded.Length + 1];
        int at = 0;
        int character = 0;
        foreach (Rune rune in decoded.EnumerateRunes())
        {
            for (int i = 0; i < rune.Utf16SequenceLength; i++)
            {
                origins[character++] = byByte[at];
            }

            at += rune.Utf8SequenceLength;
        }

        origins[character] = byByte[at];
        return origins;
    }

    private static void Collect(string text, RedactionProfile profile, int[]? origins, List<(TextRange Range, string By)> found)
    {
        Detector detector = profile.Detector!;
        for (Match match = detector.Pattern.Match(text); match.Success; match = match.NextMatch())
        {
            Group secret = detector.Name is not null && match.Groups["secret"] is { Success: true } group ? group : match;
            if (secret.Length == 0 || (detector.IsReal is not null && !detector.IsReal(secret.Value)))
            {
                continue;
            }

            int start = origins?[secret.Index] ?? secret.Index;
            int end = origins?[secret.Index + secret.Length] ?? secret.Index + secret.Length;
            found.Add((new TextRange(start, end), Replace(secret.Value, match, profile)));
        }
    }

    private static string Replace(string matched, Match? match, RedactionProfile profile) => profile.Action switch
    {
        RedactionAction.Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(matched))),
        RedactionAction.Mask => Mask(matched, profile),
        RedactionAction.RegexReplace when match is not null && profile.Detector?.Name is null => match.Result(profile.Replacement),
        _ => profile.Replacement,
    };

    private static string Mask(string matched, RedactionProfile profile)
    {
        (int prefix, int suffix) = profile.Detector?.Mask?.Invoke(matched) ?? (0, 0);
        prefix = Math.Clamp(profile.UnmaskedPrefix ?? prefix, 0, matched.Length);
        suffix = Math.Clamp(profile.UnmaskedSuffix ?? suffix, 0, matched.Length - prefix);
        bool keepSeparators = profile.Detector?.Name is "phone" or "credit_card";
        StringBuilder masked = new(matched.Length);
        masked.Append(matched, 0, prefix);
        foreach (char c in matched.AsSpan(prefix, matched.Length - prefix - suffix))
        {
            masked.Append(keepSeparators && !char.IsAsciiDigit(c) ? c.ToString() : profile.MaskCharacter);
        }

        return masked.Append(matched, matched.Length - suffix, suffix).ToString();
    }
}
