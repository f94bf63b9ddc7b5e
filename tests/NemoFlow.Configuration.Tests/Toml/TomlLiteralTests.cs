// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Configuration.Tests.Toml;

public sealed class TomlLiteralTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("plain", "\"plain\"")]
    [InlineData("it's", "\"it's\"")]
    [InlineData("C:\\dir", "'C:\\dir'")]
    [InlineData("say \"x\"", "'say \"x\"'")]
    [InlineData("'\\\"", "\"'\\\\\\\"\"")]
    [InlineData("a\tb\nc\rd\be\ff", "\"a\\tb\\nc\\rd\\be\\ff\"")]
    [InlineData("\\\n", "\"\\\\\\n\"")]
    [InlineData("\0\u001B\u007F", "\"\\u0000\\u001B\\u007F\"")]
    [InlineData("é \U0001F600", "\"é \U0001F600\"")]
    public void Of_String_IsQuotedTheShortWay(string value, string text) => Assert.Equal(text, TomlLiteral.Of(value).Text);

    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e300, "1E+300")]
    [InlineData(1e-7, "1E-07")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Of_Float_ReadsBackAsTheSameFloat(double value, string text)
    {
        Assert.Equal(text, TomlLiteral.Of(value).Text);
        Assert.Equal(value, Assert.IsType<TomlScalar>(TomlValue.ParseInline(text)).Value);
    }

    [Fact]
    public void Of_EveryOtherType_IsSpelledInToml()
    {
        Assert.Equal("-9223372036854775808", TomlLiteral.Of(long.MinValue).Text);
        Assert.Equal("true", TomlLiteral.Of(true).Text);
        Assert.Equal("1979-05-27", TomlLiteral.Of(new DateOnly(1979, 5, 27)).Text);
        Assert.Equal("07:32:00.5", TomlLiteral.Of(new TimeOnly(7, 32, 0, 500)).Text);
        Assert.Equal("1979-05-27T07:32:00", TomlLiteral.Of(new DateTime(1979, 5, 27, 7, 32, 0)).Text);
        TomlOffsetDateTime time = new(new DateTime(1979, 5, 27, 7, 32, 0), new TimeSpan(-7, -30, 0));
        Assert.Equal("1979-05-27T07:32:00-07:30", TomlLiteral.Of(time).Text);
        Assert.Equal("1979-05-27T07:32:00Z", TomlLiteral.Of(time with { Offset = TimeSpan.Zero }).Text);
    }

    [Fact]
    public void Table_NestedValues_AreWrittenOnOneLine()
    {
        TomlLiteral hooks = TomlLiteral.Array(
            TomlLiteral.Table(
                ("matcher", ""),
                ("hooks", TomlLiteral.Array(TomlLiteral.Table(("type", "command"), ("timeout", 5), ("x y", 0.5), ("on", true))))));

        Assert.Equal("""[{ matcher = "", hooks = [{ type = "command", timeout = 5, "x y" = 0.5, on = true }] }]""", hooks.ToString());
        Assert.Equal("{}", TomlLiteral.Table().Text);
        Assert.Equal("[]", TomlLiteral.Array().Text);
        Assert.Throws<ArgumentException>(() => TomlLiteral.Table(("a", 1), ("a", 2)));
    }

    [Fact]
    public void Of_HalfASurrogatePair_IsRefused()
    {
        foreach (string value in (string[])["\uD800", "x\\\uDC00", "\uD800\uD800"])
        {
            Assert.Throws<ArgumentException>(() => TomlLiteral.Of(value));
        }
    }

    [Fact]
    public void Of_RandomStrings_ReadBackTheSame()
    {
        Random random = new(20260);
        char[] alphabet = [.. "ab'\"\\\n\r\t #=[]{}.,"u8.ToArray().Select(unit => (char)unit), '\0', '\u007F', '\u0085', '\u2028', '\uFEFF', 'é'];
        for (int round = 0; round < 5000; round++)
        {
            string value = new([.. Enumerable.Range(0, random.Next(12)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            Assert.Equal(value, Assert.IsType<TomlScalar>(TomlValue.ParseInline(TomlLiteral.Of(value).Text)).Value);
            Assert.Equal(value, Assert.Single(TomlKey.ParsePath(TomlKey.Format(value))));
        }
    }
}
