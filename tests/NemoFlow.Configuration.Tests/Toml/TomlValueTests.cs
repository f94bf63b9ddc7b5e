// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Configuration.Tests.Toml;

public sealed class TomlValueTests
{
    [Theory]
    [InlineData("1", TomlKind.Integer)]
    [InlineData(" 'x' # c\n", TomlKind.String)]
    [InlineData("[1,\n 2]", TomlKind.Array)]
    [InlineData("{ \"/flags:0\" = { hash = 'x' } }", TomlKind.Table)]
    [InlineData("true", TomlKind.Boolean)]
    [InlineData("1e3", TomlKind.Float)]
    [InlineData("1979-05-27", TomlKind.LocalDate)]
    public void ParseInline_OneValue_IsRead(string text, TomlKind kind) => Assert.Equal(kind, TomlValue.ParseInline(text).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("gpt-5")]
    [InlineData("1 2")]
    [InlineData("a = 1")]
    [InlineData("'x' y")]
    [InlineData("[1")]
    public void ParseInline_AnythingElse_IsRefused(string text) =>
        Assert.Throws<TomlException>(() => TomlValue.ParseInline(text, sourceName: "-c"));

    [Fact]
    public void ParseInline_FractionFinerThanATick_IsCutOff() =>
        Assert.Equal(new TimeOnly(7, 32, 0).Add(TimeSpan.FromTicks(1234567)), Scalar("07:32:00.12345679999999999999"));

    [Fact]
    public void ParseInline_LeapSecond_IsTheLastMomentBeforeIt() =>
        Assert.Equal(new TimeOnly(TimeOnly.MaxValue.Ticks), Scalar("23:59:60"));

    [Fact]
    public void ParseInline_OffsetBeyondTheFrameworks_IsKept()
    {
        TomlOffsetDateTime far = Assert.IsType<TomlOffsetDateTime>(Scalar("1979-05-27T07:32:00-23:59"));
        TomlOffsetDateTime early = Assert.IsType<TomlOffsetDateTime>(Scalar("0001-01-01T00:00:00+01:00"));
        TomlOffsetDateTime usual = Assert.IsType<TomlOffsetDateTime>(Scalar("1979-05-27t07:32:00.5+01:30"));

        Assert.Equal(-new TimeSpan(23, 59, 0), far.Offset);
        Assert.False(far.TryGetDateTimeOffset(out _));
        Assert.False(early.TryGetDateTimeOffset(out _));
        Assert.True(usual.TryGetDateTimeOffset(out DateTimeOffset value));
        Assert.Equal(new DateTimeOffset(1979, 5, 27, 7, 32, 0, 500, new TimeSpan(1, 30, 0)), value);
    }

    [Fact]
    public void ParseInline_Toml11Spellings_NeedTheOption()
    {
        foreach (string text in (string[])["07:32", "{ a = 1, }", "{\n a = 1 # c\n}", "\"\\e\\x41\""])
        {
            Assert.Throws<TomlException>(() => TomlValue.ParseInline(text));
            Assert.NotNull(TomlValue.ParseInline(text, TomlCorpus.Toml11));
        }
    }

    private static object Scalar(string text) => Assert.IsType<TomlScalar>(TomlValue.ParseInline(text)).Value;
}
