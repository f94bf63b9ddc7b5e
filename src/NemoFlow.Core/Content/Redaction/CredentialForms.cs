// SPDX-License-Identifier: Apache-2.0
using System.Buffers;

namespace NemoFlow.Content.Redaction;

/// <summary>The forms of credentials that are never recorded, whatever is configured: those that vendors made recognisable on purpose.</summary>
internal static class CredentialForms
{
    private const int Window = 512;

    /// <summary>Longer heads of web tokens are none.</summary>
    private const int LongestHead = 2048;

    private static readonly SearchValues<byte> Word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    private static readonly SearchValues<byte> Alphanumeric = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"u8);

    private static readonly SearchValues<byte> Upper = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8);

    private static readonly SearchValues<byte> Label = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 "u8);

    private static readonly SearchValues<byte> Token = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.~+/="u8);

    private static readonly SearchValues<byte> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);

    private static readonly SearchValues<byte> Assignment = SearchValues.Create("\"'\\ :=>\t"u8);

    private static readonly SearchValues<byte> EndsAuthority = SearchValues.Create("/?# \t\r\n\"'<>`\\"u8);

    public static IReadOnlyList<CredentialForm> All { get; } =
    [
        new("sk-", Key(Word, 20)),
        new("sk_live_", Key(Alphanumeric, 16)),
        new("sk_test_", Key(Alphanumeric, 16)),
        new("rk_live_", Key(Alphanumeric, 16)),
        new("rk_test_", Key(Alphanumeric, 16)),
        new("whsec_", Key(Token, 24)),
        new("AKIA", Exactly(Upper, 16)),
        new("ASIA", Exactly(Upper, 16)),
        new("ghp_", Key(Alphanumeric, 30)),
        new("gho_", Key(Alphanumeric, 30)),
        new("ghu_", Key(Alphanumeric, 30)),
        new("ghs_", Key(Alphanumeric, 30)),
        new("ghr_", Key(Alphanumeric, 30)),
        new("github_pat_", Key(Word, 30)),
        new("glpat-", Key(Word, 20)),
        new("xoxb-", Key(Word, 10)),
        new("xoxp-", Key(Word, 10)),
        new("xoxa-", Key(Word, 10)),
        new("xoxr-", Key(Word, 10)),
        new("xoxs-", Key(Word, 10)),
        new("xapp-", Key(Word, 10)),
        new("AIza", Exactly(Word, 35)),
        new("ya29.", Key(Token, 20)),
        new("npm_", Exactly(Alphanumeric, 36)),
        new("pypi-", Key(Word, 50)),
        new("hf_", Key(Alphanumeric, 30)),
        new("gsk_", Key(Alphanumeric, 40)),
        new("xai-", Key(Alphanumeric, 40)),
        new("nvapi-", Key(Word, 40)),
        new("pplx-", Key(Alphanumeric, 40)),
        new("dop_v1_", Exactly(Alphanumeric, 64)),
        new("SG.", Key(Token, 60)),
        new("eyJ", JsonWebToken),
        new("-----BEGIN ", PrivateKey),
        new("Bearer ", Bearer, KeepStart: true),
        new("bearer ", Bearer, KeepStart: true),
        new("secret_access_key", Assigned(40), KeepStart: true),
        new("SECRET_ACCESS_KEY", Assigned(40), KeepStart: true),
        new("SecretAccessKey", Assigned(40), KeepStart: true),
        new("AccountKey=", Assigned(80), KeepStart: true),
        new("://", UrlPassword, KeepStart: true),
    ];

    /// <summary>A secret whose value is known.</summary>
    public static CredentialForm Known(string value) => new(value, (_, _, behind) => behind);

    // What is looked at before a form is refused is bounded, so that a text that repeats a beginning stays linear.
    private static CredentialForm.Ending Key(SearchValues<byte> allowed, int least) => (text, start, behind) =>
    {
        if (!Begins(text, start))
        {
            return -1;
        }

        int end = Run(text[..Math.Min(text.Length, behind + Window)], behind, allowed);
        return end - behind >= least && text[behind..end].ContainsAnyInRange((byte)'0', (byte)'9') ? Run(text, end, allowed) : -1;
    };

    private static CredentialForm.Ending Exactly(SearchValues<byte> allowed, int length) => (text, start, behind) =>
        Begins(text, start) && Run(text[..Math.Min(text.Length, behind + length + 1)], behind, allowed) == behind + length ? behind + length : -1;

    /// <summary>Behind the signs between a name and its value.</summary>
    public static int SkipAssignment(ReadOnlySpan<byte> text, int from) => Run(text, from, Assignment);

    private static CredentialForm.Ending Assigned(int length) => (text, _, behind) =>
    {
        int value = Run(text, behind, Assignment);
        int end = Run(text, value, Base64);
        return value - behind is >= 1 and <= 12 && end - value >= length ? end : -1;
    };

    private static int JsonWebToken(ReadOnlySpan<byte> text, int start, int behind)
    {
        if (!Begins(text, start))
        {
            return -1;
        }

        int end = Run(text[..Math.Min(text.Length, behind + LongestHead)], behind, Word);
        int parts = 1;
        while (parts < 5 && end - behind >= 8 && end + 1 < text.Length && text[end] == '.')
        {
            int next = Run(text, end + 1, Word);
            if (next == end + 1)
            {
                break;
            }

            end = next;
            parts++;
        }

        return parts >= 3 ? end : -1;
    }

    /// <summary>The whole block; where its end is cut off, all that follows.</summary>
    private static int PrivateKey(ReadOnlySpan<byte> text, int start, int behind)
    {
        ReadOnlySpan<byte> head = text[behind..Math.Min(text.Length, behind + 40)];
        int label = head.IndexOf("PRIVATE KEY"u8);
        if (label < 0 || head[..label].ContainsAnyExcept(Label))
        {
            return -1;
        }

        int body = behind + label;
        int end = text[body..].IndexOf("-----END "u8);
        if (end < 0)
        {
            return text.Length;
        }

        int dashes = text[(body + end + 9)..].IndexOf("-----"u8);
        return dashes is >= 0 and < 60 ? body + end + 9 + dashes + 5 : body + end + 9;
    }

    private static int Bearer(ReadOnlySpan<byte> text, int start, int behind)
    {
        int end = Run(text, behind, Token);
        return end - behind >= 16 && text[behind..end].ContainsAnyInRange((byte)'0', (byte)'9') ? end : -1;
    }

    /// <summary>The user and password of a URL, without the sign behind them.</summary>
    private static int UrlPassword(ReadOnlySpan<byte> text, int start, int behind)
    {
        ReadOnlySpan<byte> rest = text[behind..Math.Min(text.Length, behind + 512)];
        int end = rest.IndexOfAny(EndsAuthority);
        ReadOnlySpan<byte> authority = end < 0 ? rest : rest[..end];
        int sign = authority.LastIndexOf((byte)'@');
        int colon = authority.IndexOf((byte)':');
        return colon >= 0 && colon < sign - 1 ? behind + sign : -1;
    }

    private static int Run(ReadOnlySpan<byte> text, int from, SearchValues<byte> allowed)
    {
        int length = text[from..].IndexOfAnyExcept(allowed);
        return length < 0 ? text.Length : from + length;
    }

    /// <summary>False within a word, as in <c>task-</c>. The letter of an escape, as in <c>\n</c>, is no part of a word.</summary>
    private static bool Begins(ReadOnlySpan<byte> text, int start) =>
        start == 0 || !Alphanumeric.Contains(text[start - 1]) || (start > 1 && text[start - 2] == '\\' && text[start - 1] is (byte)'n' or (byte)'r' or (byte)'t' or (byte)'b' or (byte)'f');
}
