// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Content;
using NemoFlow.Text;

namespace NemoFlow.Core.Tests.Text;

public sealed class TextTests
{
    [Theory]
    [InlineData("""{"a":"plain \\u text \ud83d\ude00 \u00e9"}""", null)]
    [InlineData("""{"a":"\ud83d"}""", """{"a":"\ufffd"}""")]
    [InlineData("""{"a":"\uDE00\uD83D\uD83D\uDE00x"}""", """{"a":"\ufffd\ufffd\uD83D\uDE00x"}""")]
    [InlineData("""{"a":"\\\ud83d\\ud83d"}""", """{"a":"\\\ufffd\\ud83d"}""")]
    [InlineData("""{"\ud83d\n":1}""", """{"\ufffd\n":1}""")]
    [InlineData("""\ud83""", null)]
    [InlineData("\\", null)]
    public void Repair_HalfCharacters_AreReplaced(string json, string? repaired)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);

        Assert.Equal(repaired ?? json, Encoding.UTF8.GetString(JsonCharacters.Repair(bytes).Span));
        Assert.Equal(json, Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void Repair_BytesThatAreNoText_AreReplaced() =>
        Assert.Equal("\"a\uFFFDb\\ufffd\"", Encoding.UTF8.GetString(JsonCharacters.Repair((byte[])[(byte)'"', (byte)'a', 0xFF, (byte)'b', .. "\\ud800\""u8]).Span));

    [Theory]
    [InlineData("0198-abc_DEF", "0198-abc_DEF")]
    [InlineData("../../etc/passwd", "etcpasswd-")]
    [InlineData("nul", "nul-")]
    [InlineData("COM1", "COM1-")]
    [InlineData("", "e3b0c442")]
    [InlineData("...", "")]
    public void SafeName_Id_IsAFileNameEverywhere(string id, string start)
    {
        string name = SafeName.From(id);

        Assert.StartsWith(start, name, StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z0-9_-]{1,100}$", name);
        Assert.NotEqual(name, SafeName.From(id + "/"));
    }

    [Theory]
    [InlineData("authorization", "x", true)]
    [InlineData("proxy-authorization", "x", true)]
    [InlineData("cookie", "x", true)]
    [InlineData("set-cookie", "x", true)]
    [InlineData("x-api-key", "x", true)]
    [InlineData("api-key", "x", true)]
    [InlineData("anthropic-api-key", "x", true)]
    [InlineData("x-goog-api-key", "x", true)]
    [InlineData("x-amz-security-token", "x", true)]
    [InlineData("x-nemo-flow-token", "x", true)]
    [InlineData("x-anything", "bearer sk-1", true)]
    [InlineData("x-ratelimit-remaining-tokens", "5", false)]
    [InlineData("idempotency-key", "5", false)]
    [InlineData("x-request-id", "5", false)]
    [InlineData("session-id", "5", false)]
    public void IsCredential_Header_IsToldByNameOrScheme(string name, string value, bool expected) => Assert.Equal(expected, CredentialHeaders.IsCredential(name, value));
}
