// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Content.Redaction;

/// <summary>Finds credentials of known forms, and secrets whose values are known. Linear in the text, and quick where there are none.</summary>
public sealed class CredentialScanner
{
    /// <summary>Shorter values are too likely to be words.</summary>
    private const int ShortestSecret = 12;

    /// <summary>JSON in JSON in JSON.</summary>
    private const int DeepestNesting = 4;

    private readonly List<CredentialForm> _forms;
    private readonly int[] _lengths;
    private readonly NeedleSearch _search;

    /// <summary>Looks for the known forms and for these values too.</summary>
    public CredentialScanner(IEnumerable<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);

        // The longest first: of two that begin alike, the whole is taken out.
        List<string> known = [.. new HashSet<string>(secrets, StringComparer.Ordinal)];
        known.RemoveAll(s => s.Length < ShortestSecret);
        known.Sort((a, b) => b.Length.CompareTo(a.Length));
        _forms = [.. known.ConvertAll(CredentialForms.Known), .. CredentialForms.All];
        byte[][] starts = [.. _forms.ConvertAll(f => Encoding.UTF8.GetBytes(f.Start))];
        _lengths = Array.ConvertAll(starts, s => s.Length);
        _search = new NeedleSearch(starts);
    }

    /// <summary>Knows the forms only.</summary>
    public static CredentialScanner Standard { get; } = new([]);

    /// <summary>
    /// False where JSON surely holds no credential. Escapes may hide one: a text with escaped letters has to be looked at closely.
    /// </summary>
    public bool MayBeIn(ReadOnlySpan<byte> json)
    {
        if (EscapedText.HidesLetters(json))
        {
            return true;
        }

        for (int at = 0; (at = _search.Next(json, at, out int needle)) >= 0; at++)
        {
            if (_forms[needle].End(json, at, at + _lengths[needle]) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where in a text credentials stand, those too that escapes hide; null where there are none.</summary>
    /// <param name="text">A text of JSON as it is written, without its quotes, or any other.</param>
    /// <param name="depth">How many escapes are undone already.</param>
    internal List<TextRange>? FindHidden(ReadOnlySpan<byte> text, int depth = 0)
    {
        List<TextRange>? found = Find(text);
        if (depth == DeepestNesting || !EscapedText.HidesLetters(text))
        {
            return found;
        }

        byte[] decoded = EscapedText.Decode(text, out int[] origins);
        foreach (TextRange inner in FindHidden(decoded, depth + 1) ?? [])
        {
            (found ??= []).Add(new TextRange(origins[inner.Start], origins[inner.End]));
        }

        found?.Sort((x, y) => x.Start.CompareTo(y.Start));
        return found;
    }

    private List<TextRange>? Find(ReadOnlySpan<byte> text)
    {
        List<TextRange>? found = null;
        for (int at = 0; (at = _search.Next(text, at, out int needle)) >= 0;)
        {
            CredentialForm form = _forms[needle];
            int behind = at + _lengths[needle];
            int end = form.End(text, at, behind);
            if (end < 0)
            {
                at++;
                continue;
            }

            (found ??= []).Add(new TextRange(form.KeepStart ? CredentialForms.SkipAssignment(text, behind) : at, end));
            at = end;
        }

        return found;
    }
}
