// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Configuration.Tests.Toml;

public sealed class TomlExceptionTests
{
    [Theory]
    [InlineData("a = ", 1, 5, "Expected a value, found the end of the text.")]
    [InlineData("a = # c", 1, 5, "Expected a value, found '#'.")]
    [InlineData("a 1", 1, 3, "Expected '=' after the key, found '1'.")]
    [InlineData("x = 1\n  = 2", 2, 3, "Expected a key (letters, digits, '_' and '-', or a quoted string), found '='.")]
    [InlineData("a = 1 b = 2", 1, 7, "Expected the end of the line, found 'b'.")]
    [InlineData("a = \"x\nb = 1", 1, 7, "Expected more of the string or its closing \", found the end of the line.")]
    [InlineData("a = '''x\n", 2, 1, "Expected more of the string or its closing ''', found the end of the text.")]
    [InlineData("a = \"\\uD800\"", 1, 6, "Expected a Unicode character, found the escape of U+D800, which is none.")]
    [InlineData("a = \"\\u12\"", 1, 10, "Expected 4 hexadecimal digits in the escape, found '\"'.")]
    [InlineData("a = [1 2]", 1, 8, "Expected ',' or ']' after an element of the array, found '2'.")]
    [InlineData("a = {b = 1 c = 2}", 1, 12, "Expected ',' or '}' after an entry of the table, found 'c'.")]
    [InlineData("a = 1\na = 2", 2, 1, "Expected a new key, found 'a' again (first on line 1).")]
    [InlineData("[a]\n[b]\n[a]", 3, 2, "Expected a name that is free here, but 'a' is a table with its own header (line 1).")]
    [InlineData("a = {}\n[a.b]", 2, 2, "Expected a name that is free here, but 'a' is a table in braces, which cannot be added to (line 1).")]
    [InlineData("a = [{}]\n[[a]]", 2, 3, "Expected a name that is free here, but 'a' is an array in brackets, which cannot be added to (line 1).")]
    [InlineData("[a", 1, 3, "Expected '.' or ']' in the header, found the end of the text.")]
    [InlineData("[[a]", 1, 4, "Expected '.' or ']]' in the header, found ']'.")]
    [InlineData("a = 01", 1, 5, "Expected a number without leading zeros, found '0' before another digit.")]
    [InlineData("a = 1__0", 1, 7, "Expected a digit, found '_'.")]
    [InlineData("a = 9223372036854775808", 1, 5, "Expected an integer of 64 bits, found one beyond that.")]
    [InlineData("a = 0x8000000000000000", 1, 5, "Expected an integer of 64 bits, found one beyond that.")]
    [InlineData("a = True", 1, 5, "Expected a value, found a word that begins with 'T'; strings need quotes, and true, false, inf and nan are lower case.")]
    [InlineData("a = 2021-02-29", 1, 13, "Expected the day of that month to be from 1 to 28, found 29.")]
    [InlineData("a = 1979-05-27T07:32", 1, 21, "Expected ':' in the time, found the end of the text.")]
    [InlineData("a = 1 # \u0001", 1, 9, "Expected only printable characters and tabs in a comment, found the character U+0001.")]
    [InlineData("a = 1\rb = 2", 1, 6, "Expected the end of the line, found the character U+000D.")]
    [InlineData("\U0001F600 = 1", 1, 1, "Expected a key (letters, digits, '_' and '-', or a quoted string), found '\U0001F600'.")]
    public void Parse_Mistake_IsNamedWithItsPlace(string text, int line, int column, string reason)
    {
        TomlException error = Assert.Throws<TomlException>(() => TomlDocument.Parse(text, sourceName: "config.toml"));

        Assert.Equal((line, column, reason), (error.Line, error.Column, error.Reason));
        Assert.Equal($"config.toml:{line}:{column}: {reason}", error.Message);
        Assert.Equal("config.toml", error.SourceName);
    }

    [Theory]
    [InlineData("key = sk-1234567890")]
    [InlineData("key = 1234567890abcdef")]
    [InlineData("key = 01234567890")]
    [InlineData("key = 0x1234567890secret")]
    [InlineData("key = \"1234567890\" 1234567890")]
    [InlineData("key = \"1234567890")]
    [InlineData("key = 9999999999991234567890")]
    [InlineData("key = 1234-567890")]
    public void Parse_SecretInAWrongPlace_IsNotRepeatedInTheError(string text) =>
        Assert.DoesNotContain("567890", Assert.Throws<TomlException>(() => TomlDocument.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_BytesThatAreNotUtf8_NamesTheByteAndItsPlace()
    {
        TomlException error = Assert.Throws<TomlException>(() => TomlDocument.Parse([.. "a = 1\nb = \"é"u8, 0xFF, .. "\""u8]));

        Assert.Equal((2, 7, 12), (error.Line, error.Column, error.Offset));
        Assert.Equal("Expected UTF-8, found the byte 0xFF (byte 13 of the file).", error.Reason);
    }

    [Fact]
    public void Parse_HalfASurrogatePair_IsRefused()
    {
        foreach (string text in (string[])["a = \"\uD800\"", "a = \"\uDC00\uD800\"", "a = 1 # \uD83D"])
        {
            Assert.Contains("surrogate", Assert.Throws<TomlException>(() => TomlDocument.Parse(text)).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Parse_DeeperThanTheLimit_IsRefused()
    {
        TomlOptions three = new() { MaxDepth = 3 };

        Assert.NotNull(TomlDocument.Parse("a = [[[1]]]", three));
        Assert.NotNull(TomlDocument.Parse("[a.b]\nc.d = 1", three));
        Assert.NotNull(TomlDocument.Parse("[a]\nb = { c.d = 1 }", three));
        foreach (string text in (string[])["a = [[[[1]]]]", "[a.b]\nc.d.e = 1", "[a]\nb = { c.d.e = 1 }", "[a.b.c.d]", "a.b = { c = {} }\nd.e.f.g.h = 1"])
        {
            Assert.Contains("at most 3", Assert.Throws<TomlException>(() => TomlDocument.Parse(text, three)).Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a=")]
    public void Parse_HostileNesting_IsRefusedByDefault(string opening)
    {
        string text = "a = " + string.Concat(Enumerable.Repeat(opening, 100_000));

        Assert.Contains("at most 64", Assert.Throws<TomlException>(() => TomlDocument.Parse(text)).Reason, StringComparison.Ordinal);
    }
}
