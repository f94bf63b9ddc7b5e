// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Configuration.Tests.Toml;

/// <summary>Where edits go in the files that agents have.</summary>
public sealed class TomlEditorTests
{
    private const string Agent = """
        # my settings
        model = "gpt-5" # the good one

        [features]
        hooks = false # off

        # the servers
        [mcp_servers.fs]
        command = "x"
          args = []

        [mcp_servers.fs.env]
        A = "1"

        [projects."/home/u/p"]
        trust_level = "trusted"

        """;

    [Fact]
    public void Set_ExistingKey_KeepsItsComment() => AssertEdit(
        Agent.Replace("hooks = false # off", "hooks = true # off", StringComparison.Ordinal),
        static editor => editor.Set(["features", "hooks"], true));

    [Fact]
    public void Set_NewKeyOfTheDocument_FollowsItsOthers() => AssertEdit(
        Agent.Replace("the good one\n", "the good one\nmodel_provider = \"own\"\n", StringComparison.Ordinal),
        static editor => editor.Set(["model_provider"], "own"));

    [Fact]
    public void Set_NewKeyOfATable_FollowsItsOthersWithTheirIndent() => AssertEdit(
        Agent.Replace("  args = []\n", "  args = []\n  timeout = 0.5\n", StringComparison.Ordinal),
        static editor => editor.Set(["mcp_servers", "fs", "timeout"], 0.5));

    [Fact]
    public void Set_KeysOfANewTable_ShareOneHeaderAtTheEnd() => AssertEdit(
        Agent + "\n[model_providers.\"my own\"]\nname = \"Own\"\nbase_url = \"http://127.0.0.1:1/v1\"\n",
        static editor =>
        {
            editor.Set(["model_providers", "my own", "name"], "Own");
            editor.Set(["model_providers", "my own", "base_url"], "http://127.0.0.1:1/v1");
        });

    [Fact]
    public void Set_KeyOfATableThatOnlyDeeperHeadersName_GetsTheHeader() => AssertEdit(
        Agent + "\n[mcp_servers]\non = true\n",
        static editor => editor.Set(["mcp_servers", "on"], true));

    [Fact]
    public void Set_DocumentWithWindowsLineEnds_UsesThem()
    {
        TomlEditor editor = TomlDocument.Parse(Agent.ReplaceLineEndings("\r\n")).Edit();
        editor.Set(["model_provider"], "own");
        editor.Set(["new", "key"], 1);
        editor.AppendTable(["hooks"], ("a", 1));

        string text = editor.Document.ToString();
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.EndsWith("\r\n\r\n[new]\r\nkey = 1\r\n\r\n[[hooks]]\r\na = 1\r\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "k = 1\n")]
    [InlineData("\uFEFF", "\uFEFFk = 1\n")]
    [InlineData("# c", "# c\nk = 1")]
    [InlineData("a = 1", "a = 1\nk = 1")]
    [InlineData("a = 1\r\nb = 2", "a = 1\r\nb = 2\r\nk = 1")]
    [InlineData("[t]\n", "k = 1\n\n[t]\n")]
    [InlineData("# about t\n[t]\n", "k = 1\n\n# about t\n[t]\n")]
    [InlineData("# file\n\n# about t\n[t]\n", "# file\n\nk = 1\n\n# about t\n[t]\n")]
    [InlineData("#:schema s.json\n[t]\n", "#:schema s.json\nk = 1\n\n[t]\n")]
    public void Set_FirstKeyOfADocument_GoesAboveTheTables(string before, string after) =>
        AssertEdit(before, after, static editor => editor.Set(["k"], 1));

    [Theory]
    [InlineData("t = {}", "t = { k = 1 }")]
    [InlineData("t = { a = 1 } # c", "t = { a = 1, k = 1 } # c")]
    [InlineData("t = {a=1}", "t = {a=1, k = 1}")]
    [InlineData("t.a = 1\nb = 2", "t.a = 1\nt.k = 1\nb = 2")]
    [InlineData("[t]\n# c\n\n[u]", "[t]\nk = 1\n# c\n\n[u]")]
    [InlineData("[t]\na = 1 # c\n\n# d\n[u]", "[t]\na = 1 # c\nk = 1\n\n# d\n[u]")]
    [InlineData("[t]\na = [\n  1,\n]\n[u]", "[t]\na = [\n  1,\n]\nk = 1\n[u]")]
    public void Set_NewKeyOfATable_IsWrittenInTheTablesForm(string before, string after) =>
        AssertEdit(before, after, static editor => editor.Set(["t", "k"], 1));

    [Fact]
    public void Set_KeyInAnEarlierElement_StaysInThatElement() => AssertEdit(
        "[[h]]\nm = 1\n[h.x]\n\n[[h]]\nm = 2\n",
        "[[h]]\nm = 1\nn = 1\n[h.x]\n\n[h.sub]\nk = 1\n\n[[h]]\nm = 2\n",
        static editor =>
        {
            editor.Set(["h", "0", "n"], 1);
            editor.Set(["h", "0", "sub", "k"], 1);
        });

    [Theory]
    [InlineData("a = 1", "a.b", "1:5: Expected 'a' to be a table, found a value of type Integer.")]
    [InlineData("[a]", "a", "1:2: Expected 'a' to be a single value, found a table with lines of its own; remove it first.")]
    [InlineData("[[a]]", "a.b", "1:3: Expected 'a' to be a table, found an array, whose elements are named by an index from 0 to 0.")]
    [InlineData("a = []", "a.0", "1:5: Expected 'a' to be a table, found an array without elements.")]
    public void Set_PathThatTheDocumentDoesNotAllow_IsRefusedAndChangesNothing(string text, string path, string message)
    {
        TomlEditor editor = TomlDocument.Parse(text, sourceName: "f").Edit();

        TomlException error = Assert.Throws<TomlException>(() => editor.Set(path.Split('.'), 1));
        Assert.Equal("f:" + message, error.Message);
        Assert.Equal(text, editor.Document.ToString());
    }

    [Fact]
    public void Set_DeeperThanTheDocumentMayBe_IsRefusedAndChangesNothing()
    {
        TomlEditor editor = TomlDocument.Parse("a = 1", new TomlOptions { MaxDepth = 2 }).Edit();

        Assert.Throws<TomlException>(() => editor.Set(["x", "y", "z", "k"], 1));
        Assert.Equal("a = 1", editor.Document.ToString());
        Assert.Throws<ArgumentException>(() => editor.Set([], 1));
    }

    [Theory]
    [InlineData("k = 1 # c\n# d\na = 2\n", "# d\na = 2\n")]
    [InlineData("a = 1\nk = [\n  1, # c\n] # e\nb = 2\n", "a = 1\nb = 2\n")]
    [InlineData("a = 1\nk = \"\"\"\n[x]\n\"\"\"", "a = 1")]
    [InlineData("a = 1\nk.x = 1\nk.y = 2\n", "a = 1\n")]
    [InlineData("a = 1\n\n[k]\nx = 1 # c\n# inside\ny = 2\n# about b\n[b]\n", "a = 1\n# about b\n[b]\n")]
    [InlineData("[k.x]\na = 1\n\n[b]\n\n[k.y]\n[k]\n", "[b]\n")]
    [InlineData("[[k]]\na = 1\n\n[[k]]\n[k.x]\n\n[b]\n", "[b]\n")]
    [InlineData("[b]\n[k]\na = 1", "[b]")]
    public void Remove_Key_TakesItsLinesOnly(string before, string after) =>
        AssertEdit(before, after, static editor => Assert.True(editor.Remove(["k"])));

    [Theory]
    [InlineData("t = { k = 1 }", "t = {}")]
    [InlineData("t = { k = 1, a = 2 }", "t = { a = 2 }")]
    [InlineData("t = { a = 2, k = 1 }", "t = { a = 2 }")]
    [InlineData("t = { a = 2, k.x = 1, b = 3, k.y = 2 }", "t = { a = 2, b = 3 }")]
    public void Remove_KeyInBraces_TakesItsComma(string before, string after) =>
        AssertEdit(before, after, static editor => Assert.True(editor.Remove(["t", "k"])));

    [Theory]
    [InlineData("a = [1, 2, 3]", "a = [1, 3]")]
    [InlineData("a = [1, 2]", "a = [1]")]
    [InlineData("a = [1, 2,]", "a = [1,]")]
    [InlineData("a = [\n  1, # one\n  2, # two\n  3, # three\n]", "a = [\n  1, # one\n  3, # three\n]")]
    [InlineData("a = [\n  1, # one\n  2 # two\n]", "a = [\n  1 # one\n]")]
    [InlineData("a = [ 1, 2,\n  # about three\n  3 ]", "a = [ 1, \n  # about three\n  3 ]")]
    [InlineData("a = [ 1\n, 2\n, 3 ]", "a = [ 1\n, 3 ]")]
    [InlineData("a = [ 1,\n2 ]", "a = [ 1\n ]")]
    [InlineData("a = [ 1,\n2, ]", "a = [ 1,\n ]")]
    public void Remove_Element_TakesItsComma(string before, string after) =>
        AssertEdit(before, after, static editor => Assert.True(editor.Remove(["a", "1"])));

    [Fact]
    public void Remove_WhatIsNotThere_ChangesNothing() => AssertEdit(Agent, static editor =>
    {
        Assert.False(editor.Remove(["nothing"]));
        Assert.False(editor.Remove(["model", "deeper"]));
        Assert.False(editor.RemoveTable(["hooks"], 0));
    });

    [Theory]
    [InlineData("a = 1\n\n[t]\nk = 1\n", TomlPrune.CreatedHere, "a = 1\n\n[t]\n")]
    [InlineData("a = 1\n\n[t]\nk = 1\n", TomlPrune.Never, "a = 1\n\n[t]\n")]
    [InlineData("a = 1\n\n[t]\nk = 1\n", TomlPrune.Always, "a = 1\n")]
    [InlineData("a = 1\n\n[t]\nk = 1\n[t.u]\n", TomlPrune.Always, "a = 1\n[t.u]\n")]
    [InlineData("[t] # mine\nk = 1\n", TomlPrune.Always, "[t] # mine\n")]
    [InlineData("[t]\n# mine\nk = 1\n", TomlPrune.Always, "[t]\n# mine\n")]
    [InlineData("[t]\nk = 1\nother = 2\n", TomlPrune.Always, "[t]\nother = 2\n")]
    public void Remove_LastKeyOfATable_PrunesTheHeaderAsAsked(string before, TomlPrune prune, string after) =>
        AssertEdit(before, after, editor => Assert.True(editor.Remove(["t", "k"], prune)));

    [Fact]
    public void Remove_LastKeyOfAnArrayElement_KeepsTheElement() => AssertEdit(
        "[[t]]\nk = 1\n[[t]]\n", "[[t]]\n[[t]]\n", static editor => Assert.True(editor.Remove(["t", "0", "k"], TomlPrune.Always)));

    [Fact]
    public void AppendTable_ExistingArray_FollowsItsLastElement() => AssertEdit(
        "[[h]]\na = 1\n[h.x]\n\n# about t\n[t]\n",
        "[[h]]\na = 1\n[h.x]\n\n[[h]]\na = 2\n\n# about t\n[t]\n",
        static editor => editor.AppendTable(["h"], ("a", 2)));

    [Fact]
    public void AppendTable_ArrayInsideAnElement_StaysInThatElement() => AssertEdit(
        "[[h]]\n[[h.in]]\na = 1\n[[h]]\n",
        "[[h]]\n[[h.in]]\na = 1\n\n[[h.in]]\na = 2\n[[h]]\n",
        static editor => editor.AppendTable(["h", "0", "in"], ("a", 2)));

    [Theory]
    [InlineData("", "[[h.x]]\na = 1\nb = [{ c = 2 }]\n")]
    [InlineData("h = { x = [] }", "h = { x = [{ a = 1, b = [{ c = 2 }] }] }")]
    [InlineData("h = { y = 1 }", "h = { y = 1, x = [{ a = 1, b = [{ c = 2 }] }] }")]
    [InlineData("h.x = [\n  {}, # c\n]", "h.x = [\n  {}, # c\n  { a = 1, b = [{ c = 2 }] },\n]")]
    public void AppendTable_ArrayInAnyForm_IsContinuedInThatForm(string before, string after) => AssertEdit(
        before,
        after,
        static editor => editor.AppendTable(["h", "x"], ("a", 1), ("b", TomlLiteral.Array(TomlLiteral.Table(("c", 2))))));

    [Fact]
    public void AppendTable_WhereATableIs_IsRefused()
    {
        TomlEditor editor = TomlDocument.Parse("[a]\n[b]\nc = 1").Edit();

        Assert.Equal(1, Assert.Throws<TomlException>(() => editor.AppendTable(["a"], ("x", 1))).Line);
        Assert.Equal(3, Assert.Throws<TomlException>(() => editor.AppendTable(["b", "c"], ("x", 1))).Line);
        Assert.Throws<TomlException>(() => editor.AppendTable(["new"], ("x", 1), ("x", 2)));
        Assert.Equal("[a]\n[b]\nc = 1", editor.Document.ToString());
    }

    [Fact]
    public void Edit_OfADocument_LeavesThatDocumentAlone()
    {
        TomlDocument document = TomlDocument.Parse(Agent, sourceName: "f.toml");
        TomlEditor editor = document.Edit();
        editor.Set(["model"], "other");

        Assert.Equal(Agent, document.ToString());
        Assert.Equal("gpt-5", document.Root.TryGetString("model"));
        Assert.Equal("other", editor.Document.Root.TryGetString("model"));
        Assert.Equal("f.toml", editor.Document.SourceName);
    }

    [Fact]
    public void HasHeader_OfAPath_TellsHeadersFromOtherTables()
    {
        TomlDocument document = TomlDocument.Parse("d.x = 1\ni = {}\n[a.b]\n[[c]]");

        Assert.True(document.HasHeader("a", "b"));
        Assert.True(document.HasHeader("c", "0"));
        Assert.False(document.HasHeader("a"));
        Assert.False(document.HasHeader("d"));
        Assert.False(document.HasHeader("i"));
        Assert.False(document.HasHeader("c"));
        Assert.False(document.HasHeader("d", "x"));
    }

    private static void AssertEdit(string after, Action<TomlEditor> edit) => AssertEdit(Agent, after, edit);

    private static void AssertEdit(string before, string after, Action<TomlEditor> edit)
    {
        TomlEditor editor = TomlDocument.Parse(before).Edit();
        edit(editor);
        Assert.Equal(after, editor.Document.ToString());
    }
}
