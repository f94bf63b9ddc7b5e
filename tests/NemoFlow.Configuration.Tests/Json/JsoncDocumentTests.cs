// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Configuration.Json;

namespace NemoFlow.Configuration.Tests.Json;

public sealed class JsoncDocumentTests
{
    public static TheoryData<string> Documents => [.. AwkwardJson.All];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Parse_AnyDocument_IsWrittenBackUnchanged(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);

        Assert.Equal(bytes, JsoncDocument.Parse(bytes).ToUtf8Bytes());
    }

    [Theory]
    [InlineData("", "1:1", "end of the text")]
    [InlineData("\uFEFF", "1:1", "end of the text")]
    [InlineData("{\n  \"a\": 1\n  \"b\": 2\n}", "3:3", "Expected ',' or '}'")]
    [InlineData("{\n  a: 1\n}", "2:3", "name in double quotes")]
    [InlineData("{\"a\" 1}", "1:6", "Expected ':' after the name \"a\"")]
    [InlineData("{\"a\": }", "1:7", "Expected a value, found '}'")]
    [InlineData("[1, 2", "1:6", "Expected ',' or ']', found the end")]
    [InlineData("{} {}", "1:4", "end of the text, found '{'")]
    [InlineData("[01]", "1:2", "a number as JSON writes it")]
    [InlineData("[1.]", "1:2", "a number as JSON writes it")]
    [InlineData("[\"a\nb\"]", "1:2", "closing '\"'")]
    [InlineData("[\"a\\x\"]", "1:4", "one of the escapes")]
    [InlineData("[\"a\u0001\"]", "1:4", "control character")]
    [InlineData("[tru]", "1:2", "Expected a value")]
    [InlineData("{ /* open", "1:3", "closing */")]
    [InlineData("[,]", "1:2", "Expected a value, found ','")]
    public void Parse_NoJson_SaysWhereAndWhat(string text, string position, string reason)
    {
        JsoncException error = Assert.Throws<JsoncException>(() => JsoncDocument.Parse(text, "settings.json"));

        Assert.StartsWith($"settings.json:{position}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_BytesThatAreNotUtf8_SaysWhere()
    {
        JsoncException error = Assert.Throws<JsoncException>(() => JsoncDocument.Parse([.. "{\n \""u8, 0xFF, .. "\"}"u8]));

        Assert.Equal((2, 3), (error.Position.Line, error.Position.Column));
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_NestedDeeperThanAllowed_IsRefused()
    {
        string fits = new string('[', JsoncDocument.MaxDepth) + new string(']', JsoncDocument.MaxDepth);

        Assert.Equal(fits, JsoncDocument.Parse(fits).ToString());
        Assert.Throws<JsoncException>(() => JsoncDocument.Parse(new string('[', 100_000)));
    }

    [Fact]
    public void TryGet_MembersOfTheSameName_TakesTheLast()
    {
        JsoncContainer root = JsoncDocument.Parse("""{"a": {"b": 1}, "a": {"b": "\u00e9\n\"", "c": [true, null, -1.5e3]}}""").RequireObject();

        Assert.Equal("é\n\"", root.TryGetString("a", "b"));
        Assert.True(root.TryGetBoolean("a", "c", "0"));
        Assert.Equal("-1.5e3", ((JsoncScalar)root.TryGet("a", "c", "2")!).Text);
        Assert.Null(root.TryGet("a", "c", "3"));
        Assert.Null(root.TryGet("a", "b", "c"));
    }

    [Fact]
    public void RequireObject_AnArray_SaysWhatItIs()
    {
        JsoncException error = Assert.Throws<JsoncException>(() => JsoncDocument.Parse("[]", "hooks.json").RequireObject());

        Assert.Equal("hooks.json:1:1: Expected a JSON object, found an array.", error.Message);
    }
}
