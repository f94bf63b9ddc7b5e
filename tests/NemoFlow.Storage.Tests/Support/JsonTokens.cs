// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;

namespace NemoFlow.Storage.Tests.Support;

/// <summary>JSON texts that differ in white space only have the same tokens, byte for byte.</summary>
internal static class JsonTokens
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1000 };

    public static void AssertSame(string expected, string actual) => Assert.Equal(Of(Encoding.UTF8.GetBytes(expected)), Of(Encoding.UTF8.GetBytes(actual)));

    /// <summary>One line a token, with the token's own bytes.</summary>
    public static string Of(ReadOnlySpan<byte> json)
    {
        StringBuilder tokens = new();
        Utf8JsonReader reader = new(json, Options);
        while (reader.Read())
        {
            tokens.Append(reader.TokenType).Append(' ').Append(Encoding.UTF8.GetString(reader.ValueSpan)).Append('\n');
        }

        return tokens.ToString();
    }
}
