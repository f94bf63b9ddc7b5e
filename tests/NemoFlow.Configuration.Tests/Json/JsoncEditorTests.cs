// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.Configuration.Json;

namespace NemoFlow.Configuration.Tests.Json;

public sealed class JsoncEditorTests
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static TheoryData<string> Documents => [.. AwkwardJson.All];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Set_NewMembersThenRemove_GivesTheTextBack(string text)
    {
        JsoncEditor editor = JsoncDocument.Parse(text).Edit();
        editor.Set(["new"], Group("one"));
        editor.Set(["a2", "inner"], Group("two"));
        string between = editor.Document.ToString();

        Assert.Equal("one", JsoncDocument.Parse(between).RequireObject().TryGetString("new", "hooks", "0", "command"));
        Assert.Equal("two", JsoncDocument.Parse(between).RequireObject().TryGetString("a2", "inner", "hooks", "0", "command"));
        AssertOthersKept(text, between, "new", "a2");

        Assert.True(editor.Remove(["a2"]));
        Assert.True(editor.Remove(["new"]));
        Assert.Equal(text, editor.Document.ToString());
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Remove_InAnotherOrder_GivesTheTextBack(string text)
    {
        JsoncEditor editor = JsoncDocument.Parse(text).Edit();
        editor.Set(["first"], 1);
        editor.Set(["second"], new JsonArray(1, 2));

        editor.Remove(["first"]);
        editor.Remove(["second"]);

        Assert.Equal(text, editor.Document.ToString());
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Append_ElementsThenRemove_GivesTheTextBack(string text)
    {
        JsoncDocument document = JsoncDocument.Parse(text);
        bool existed = document.RequireObject().TryGet("list") is not null;
        JsoncEditor editor = document.Edit();
        editor.Append(["list"], Group("one"));
        editor.Append(["list"], Group("two"));
        JsoncContainer list = editor.Document.RequireObject().TryGetContainer(JsoncKind.Array, "list")!;

        Assert.Equal("two", list.TryGetString(Text(list.Items.Count - 1), "hooks", "0", "command"));

        editor.Remove(["list", Text(list.Items.Count - 2)]);
        editor.Remove(["list", Text(list.Items.Count - 2)]);
        if (!existed)
        {
            editor.Remove(["list"]);
        }

        Assert.Equal(text, editor.Document.ToString());
    }

    [Theory]
    [InlineData("{}", "{\n  \"n\": 1\n}")]
    [InlineData("""{"a":1}""", """{"a":1,"n":1}""")]
    [InlineData("""{"a": 1}""", """{"a": 1, "n": 1}""")]
    [InlineData("{\n\t\"a\": 1\n}", "{\n\t\"a\": 1,\n\t\"n\": 1\n}")]
    [InlineData("{\n  \"a\": 1 // why\n}", "{\n  \"a\": 1, // why\n  \"n\": 1\n}")]
    [InlineData("{\n  \"a\": 1,\n}", "{\n  \"a\": 1,\n  \"n\": 1,\n}")]
    [InlineData("{\r\n  \"a\": {}\r\n}", "{\r\n  \"a\": {},\r\n  \"n\": 1\r\n}")]
    public void Set_NewMember_LooksLikeItsNeighbours(string before, string after)
    {
        JsoncEditor editor = JsoncDocument.Parse(before).Edit();

        editor.Set(["n"], 1);

        Assert.Equal(after, editor.Document.ToString());
    }

    [Fact]
    public void Set_NestedInAPrettyDocument_IsIndentedLikeIt()
    {
        JsoncEditor editor = JsoncDocument.Parse("{\n    \"model\": \"x\"\n}\n").Edit();

        editor.Append(["hooks", "Stop"], Group("true"));

        Assert.Equal(
            """
            {
                "model": "x",
                "hooks": {
                    "Stop": [
                        {
                            "hooks": [
                                {
                                    "type": "command",
                                    "command": "true"
                                }
                            ]
                        }
                    ]
                }
            }

            """,
            editor.Document.ToString());
    }

    [Fact]
    public void Set_ExistingMember_ReplacesTheValueAlone()
    {
        JsoncEditor editor = JsoncDocument.Parse("{ \"a\" :  1 /* why */, \"b\": [1,\n 2] }").Edit();

        editor.Set(["a"], "'&\"<é");
        editor.Set(["b", "1"], null);

        Assert.Equal("{ \"a\" :  \"'&\\\"<é\" /* why */, \"b\": [1,\n null] }", editor.Document.ToString());
    }

    [Theory]
    [InlineData("""{"a": 1}""", "a.b", "1:7: Expected 'a' to be an object, found a number.")]
    [InlineData("""{"a": [1]}""", "a.b", "1:7: Expected 'a' to be an object, found an array.")]
    [InlineData("[]", "a", "1:1: Expected 'the document' to be an object, found an array.")]
    [InlineData("3", "a", "1:1: Expected the document to be an object, found a number.")]
    public void Set_SomethingElseOnTheWay_IsRefusedAndNothingChanges(string text, string path, string message)
    {
        JsoncEditor editor = JsoncDocument.Parse(text).Edit();

        JsoncException error = Assert.Throws<JsoncException>(() => editor.Set(path.Split('.'), 1));

        Assert.Equal("JSON:" + message, error.Message);
        Assert.Equal(text, editor.Document.ToString());
    }

    [Fact]
    public void Append_NoArray_IsRefused()
    {
        JsoncEditor editor = JsoncDocument.Parse("""{"hooks": {"Stop": {}}}""").Edit();

        JsoncException error = Assert.Throws<JsoncException>(() => editor.Append(["hooks", "Stop"], 1));

        Assert.Equal("JSON:1:20: Expected 'hooks.Stop' to be an array, found an object.", error.Message);
    }

    [Theory]
    [InlineData("[1, 2, 3]", 1, "[1, 3]")]
    [InlineData("[1, 2, 3]", 0, "[2, 3]")]
    [InlineData("[1, 2, 3]", 2, "[1, 2]")]
    [InlineData("[1, 2, 3,]", 2, "[1, 2,]")]
    [InlineData("[\n 1, // one\n 2, // two\n 3 // three\n]", 1, "[\n 1, // one\n 3 // three\n]")]
    [InlineData("[\n 1, // one\n 2, // two\n 3 // three\n]", 2, "[\n 1, // one\n 2 // two\n]")]
    [InlineData("[1 /* one */, /* two */ 2]", 1, "[1 /* one */ /* two */ ]")]
    [InlineData("[\n // above\n 1\n]", 0, "[\n // above\n]")]
    public void Remove_Element_LeavesTheOthersAndTheirComments(string before, int index, string after)
    {
        JsoncEditor editor = JsoncDocument.Parse("{\"l\": " + before + "}").Edit();

        Assert.True(editor.Remove(["l", Text(index)]));

        Assert.Equal("{\"l\": " + after + "}", editor.Document.ToString());
    }

    [Fact]
    public void Remove_WhatIsNotThere_ChangesNothing()
    {
        JsoncEditor editor = JsoncDocument.Parse("""{"a": [1]}""").Edit();

        Assert.False(editor.Remove(["b"]));
        Assert.False(editor.Remove(["a", "1"]));
        Assert.False(editor.Remove(["b", "c"]));
        Assert.Equal("""{"a": [1]}""", editor.Document.ToString());
    }

    [Fact]
    public void Edit_RandomDocuments_GiveTheTextBack()
    {
        Random random = new(20260101);
        for (int round = 0; round < 400; round++)
        {
            string text = RandomJson.Object(random);
            JsoncEditor editor = JsoncDocument.Parse(text).Edit();
            int count = random.Next(1, 5);
            for (int i = 0; i < count; i++)
            {
                editor.Set(["new " + i], Group("c" + i));
                AssertOthersKept(text, editor.Document.ToString(), [.. Enumerable.Range(0, i + 1).Select(n => "new " + n)]);
            }

            foreach (int i in Enumerable.Range(0, count).OrderBy(_ => random.Next()))
            {
                editor.Remove(["new " + i]);
            }

            Assert.Equal(text, editor.Document.ToString());
        }
    }

    private static JsonObject Group(string command) => new() { ["hooks"] = new JsonArray(new JsonObject { ["type"] = "command", ["command"] = command }) };

    private static string Text(int index) => index.ToString(CultureInfo.InvariantCulture);

    /// <summary>Read by the framework's own reader, all members but ours are as before.</summary>
    private static void AssertOthersKept(string before, string after, params string[] ours)
    {
        static List<string> Members(string text, string[] except)
        {
            using JsonDocument document = JsonDocument.Parse(text.TrimStart('\uFEFF'), Lenient);
            return [.. document.RootElement.EnumerateObject().Where(p => !except.Contains(p.Name)).Select(p => p.Name + JsonSerializer.Serialize(p.Value))];
        }

        Assert.Equal(Members(before, []), Members(after, ours));
    }
}
