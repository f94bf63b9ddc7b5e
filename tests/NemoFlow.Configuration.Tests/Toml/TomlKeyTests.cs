// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Configuration.Tests.Toml;

public sealed class TomlKeyTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("model_providers.\"x y\".name", "model_providers|x y|name")]
    [InlineData(" a . 'b.c' . \"d\\\"e\" ", "a|b.c|d\"e")]
    [InlineData("3.14", "3|14")]
    [InlineData("\"\".''", "|")]
    public void ParsePath_DottedKey_GivesItsSegments(string text, string segments) =>
        Assert.Equal(segments.Split('|'), TomlKey.ParsePath(text));

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData("a b")]
    [InlineData("a=1")]
    [InlineData("\"\"\"a\"\"\"")]
    [InlineData("é")]
    public void ParsePath_AnythingElse_IsRefused(string text) => Assert.Throws<TomlException>(() => TomlKey.ParsePath(text));

    [Fact]
    public void Format_Segments_AreQuotedWhereNeeded()
    {
        Assert.Equal("a-1._b.\"\".\"x y\".'C:\\x'.\"it's \\\\\".\"é\"", TomlKey.Format("a-1", "_b", "", "x y", "C:\\x", "it's \\", "é"));
        Assert.Throws<ArgumentException>(() => TomlKey.Format());
    }

    [Fact]
    public void Format_AnySegments_ParseBack()
    {
        string[] path = ["a", "", ".", "\"", "'", "'\"\\", "\n", "\u007F", "\u0085", "[x]", "=", "#", "\uFEFF", "\U0001F600"];

        Assert.Equal(path, TomlKey.ParsePath(TomlKey.Format(path)));
    }
}
