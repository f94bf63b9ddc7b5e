// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using NemoFlow.Content.Redaction;

namespace NemoFlow.Core.Tests.Content.Redaction;

public sealed class CredentialRemoverTests
{
    // Put together here, so that nobody's scanner takes this file for a leak.
    private static readonly string Digits = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Secrets =>
    [
        "sk-" + "proj-" + Digits,
        "sk-" + "ant-api03-" + Digits,
        "AK" + "IAIOSFODNN7EXAMPLE",
        "gh" + "p_" + Digits[..36],
        "github_" + "pat_" + Digits,
        "xox" + "b-1234567890-" + Digits,
        "AI" + "za" + Digits[..35],
        "gl" + "pat-" + Digits[..20],
        "nv" + "api-" + Digits + Digits,
        "h" + "f_" + Digits[..34],
        "sk_" + "live_" + Digits[..24],
        "ey" + "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEowIBAAKCAQEA\nabc=\n-----END RSA " + "PRIVATE KEY-----",
        "-----BEGIN OPENSSH " + "PRIVATE KEY-----\nb3BlbnNzaC1rZXk",
    ];

    [Theory]
    [MemberData(nameof(Secrets))]
    public void Remove_Secret_IsGoneWhereverItStands(string secret)
    {
        string[] frames = ["{0}", "key={0}", "a\n{0}\nb", "\"{0}\"", "(see {0})", "\t{0}", "C:\\new\n{0}", "日本{0} é"];
        foreach (string frame in frames)
        {
            string text = string.Format(null, frame, secret);
            foreach (string json in Written(text))
            {
                string cleaned = Clean(json);
                Assert.DoesNotContain(secret[^12..], Deep(cleaned), StringComparison.Ordinal);
                Assert.Contains("[REDACTED]", cleaned, StringComparison.Ordinal);
                using JsonDocument whole = JsonDocument.Parse(cleaned);
            }
        }
    }

    [Theory]
    [InlineData("curl -H \"Authorization: Bearer abcdef0123456789abcd\" x", "curl -H \"Authorization: Bearer [REDACTED]\" x")]
    [InlineData("git clone https://me:hunter2@example.com/x.git", "git clone https://[REDACTED]@example.com/x.git")]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY1", "aws_secret_access_key = [REDACTED]")]
    public void Remove_SecretBehindAWord_LeavesTheWord(string text, string expected) => Assert.Equal(expected, Read(Clean(JsonSerializer.Serialize(new { a = text }))));

    [Theory]
    [InlineData("the task-list-of-a-very-long-name-2024-with-digits")]
    [InlineData("sk-this-is-a-word-without-any-number")]
    [InlineData("see https://example.com/a:b@c and http://[::1]:8080/@x")]
    [InlineData("Bearer of bad news")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----")]
    [InlineData("eyJ is how they begin, eyJhbGciOiJub25lIn0.x")]
    [InlineData("AKIA is a prefix; AKIAABCDEFGHIJKLMNOPQRST is too long")]
    public void Remove_WhatOnlyLooksLikeIt_Stays(string text)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new { a = text, b = new[] { text } });
        Assert.Equal(json, new CredentialRemover(CredentialScanner.Standard).Remove(json).ToArray());
    }

    [Fact]
    public void Remove_NothingToRemove_GivesTheSameMemory()
    {
        ReadOnlyMemory<byte> json = Encoding.UTF8.GetBytes("{\"a\": \"plain text, \\u00e9 and \\/ too\" }");
        Assert.Equal(json.ToArray(), new CredentialRemover(CredentialScanner.Standard).Remove(json).ToArray());
        ReadOnlyMemory<byte> plain = Encoding.UTF8.GetBytes("{\"a\": \"plain text\" }");
        Assert.True(plain.Equals(new CredentialRemover(CredentialScanner.Standard).Remove(plain)));
    }

    [Fact]
    public void Remove_KnownValue_IsGoneAlsoAsAName()
    {
        CredentialRemover remover = new(new CredentialScanner(["correct-horse-battery", "short"]));
        string cleaned = Encoding.UTF8.GetString(remover.Remove(Encoding.UTF8.GetBytes("{\"correct-horse-battery\":1,\"b\":\"x=correct-horse\\u002dbattery;\",\"c\":\"short\"}")).Span);
        Assert.Equal("{\"[REDACTED]\":1,\"b\":\"x=[REDACTED];\",\"c\":\"short\"}", cleaned);
    }

    [Fact]
    public void Remove_NoJson_IsTreatedAsText() =>
        Assert.Equal("no json [REDACTED] at all", Clean("no json AK" + "IAIOSFODNN7EXAMPLE at all"));

    [Theory]
    [InlineData("sk-")]
    [InlineData("eyJ-")]
    [InlineData("eyJ12345678.")]
    [InlineData("AKIA-")]
    [InlineData("AIza-")]
    [InlineData("://a:")]
    [InlineData("-----BEGIN PRIVATE ")]
    [InlineData("secret_access_key=")]
    [InlineData("\\u00")]
    [InlineData("\\\\\\u005c")]
    public void Remove_RepeatedBeginnings_TakesLinearTime(string piece)
    {
        CredentialRemover remover = new(CredentialScanner.Standard);
        remover.Remove(Text(2000));
        byte[] small = Text(400_000);
        byte[] large = Text(6_400_000);

        // Sixteen times the text: a linear search takes about sixteen times as long, a quadratic one 256 times. Another process on the machine
        // makes single measurements longer, so each is repeated and the shortest counts.
        double ratio = double.MaxValue;
        for (int attempt = 0; attempt < 8 && ratio >= 64; attempt++)
        {
            ratio = Math.Min(ratio, Enumerable.Range(0, 3).Min(_ => Cost(large)) / Enumerable.Range(0, 5).Min(_ => Cost(small)));
        }

        Assert.InRange(ratio, 0, 64);

        byte[] Text(int length) => Encoding.UTF8.GetBytes("{\"a\":\"" + string.Concat(Enumerable.Repeat(piece, length / piece.Length)) + "\"}");

        double Cost(byte[] json)
        {
            long started = Stopwatch.GetTimestamp();
            remover.Remove(json);
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
    }

    [Fact]
    public void Next_AnyText_FindsWhatPlainSearchFinds()
    {
        byte[][] needles = [.. CredentialForms.All.Select(f => Encoding.UTF8.GetBytes(f.Start))];
        NeedleSearch search = new(needles);
        Random random = new(7);
        for (int round = 0; round < 2000; round++)
        {
            byte[] text = new byte[random.Next(0, 90)];
            random.NextBytes(text);
            byte[] needle = needles[random.Next(needles.Length)];
            if (text.Length > needle.Length)
            {
                needle.CopyTo(text, random.Next(text.Length - needle.Length + 1));
            }

            int expected = needles.Select(n => text.AsSpan().IndexOf(n)).Where(i => i >= 0).DefaultIfEmpty(-1).Min();
            Assert.Equal(expected, search.Next(text, 0, out _));
        }
    }

    /// <summary>The text in JSON as different writers write it, and as JSON within JSON.</summary>
    private static IEnumerable<string> Written(string text)
    {
        string plain = JsonSerializer.Serialize(text, Relaxed);
        string escaped = "\"" + string.Concat(text.Select(c => $"\\u{(int)c:x4}")) + "\"";
        string every = "\"" + string.Concat(text.Select((c, i) => i % 3 == 0 ? $"\\u{(int)c:X4}" : plain.Length > 0 ? JsonSerializer.Serialize(c.ToString())[1..^1] : "")) + "\"";
        foreach (string value in (string[])[plain, escaped, every])
        {
            yield return "{\"a\":" + value + "}";
            yield return "{\"a\":[1,{\"b\":" + value + "}]}";
            string nested = "{\"command\":" + value + "}";
            yield return "{\"arguments\":" + JsonSerializer.Serialize(nested) + "}";
            yield return "{\"arguments\":" + JsonSerializer.Serialize(nested, Relaxed) + "}";
        }
    }

    private static string Clean(string json) => Encoding.UTF8.GetString(new CredentialRemover(CredentialScanner.Standard).Remove(Encoding.UTF8.GetBytes(json)).Span);

    /// <summary>All escapes undone, however deep.</summary>
    private static string Deep(string text)
    {
        for (int i = 0; i < 6; i++)
        {
            text = Encoding.UTF8.GetString(EscapedText.Decode(Encoding.UTF8.GetBytes(text), out _));
        }

        return text;
    }

    private static string Read(string json) => JsonDocument.Parse(json).RootElement.GetProperty("a").GetString()!;
}
