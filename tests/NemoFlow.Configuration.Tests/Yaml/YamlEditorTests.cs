// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Yaml;

namespace NemoFlow.Configuration.Tests.Yaml;

public sealed class YamlEditorTests
{
    private static readonly string[] Path = ["hooks", "pre_tool_call"];

    private static readonly KeyValuePair<string, object>[] Item = [new("command", "'/opt/x y/hook' hook-forward hermes"), new("timeout", 30)];

    public static TheoryData<string> Texts =>
    [
        "",
        "# only a comment",
        "# only a comment\n\n",
        "\uFEFFmodel: x\n",
        "model: x",
        "model: x   # why\nother: [1, 2]\n\n# the end\n",
        "hooks:\n",
        "hooks:   # mine\nmodel: x\n",
        "hooks:\n  on_start:\n    - command: a # first\n      timeout: 5\n    # after\nmodel: x\n",
        "hooks:\n    pre_tool_call:\n    - command: mine\n      timeout: 1\n\n    - {command: other}\n    post: []\nmodel: |\n  text\n  more\n\n",
        "hooks:\n  pre_tool_call:\n  - a\n  -\n    command: b",
        "hooks: {}\nmodel: x\n",
        "hooks: { on_start: [ {command: a} ] }  # flow\n",
        "hooks: {pre_tool_call: []}\n",
        "hooks: {pre_tool_call: [ {command: a}, {command: \"b\"} ]}\n",
        "{}",
        "model: x\r\nhooks:\r\n  pre_tool_call:\r\n    - command: a\r\nlast: >\r\n  folded\r\n",
        "---\nmodel: &m x\nother: *m\nhooks:\n  pre_tool_call:\n    - command: *m\n",
        "\"quoted key\": 'it''s'\n? complex\n: value\nhooks:\n  \"pre_tool_call\":\n    - command: x\n",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void AddThenRemove_AnyText_IsAsItWas(string text)
    {
        YamlDocument before = YamlDocument.Parse(text);
        int keep = Enumerable.Range(1, Path.Length).TakeWhile(n => before.Root?.TryGet(Path.AsSpan(0, n)) is not null).Count();

        YamlDocument added = YamlEditor.AddItem(before, Path, Item);
        YamlValue list = added.Root!.TryGet(Path)!;
        Assert.Equal((Item[0].Value, "30"), (list.Items[^1].TryGetText("command"), list.Items[^1].TryGetText("timeout")));
        Assert.Equal((before.Root?.TryGet(Path)?.Items.Count ?? 0) + 1, list.Items.Count);
        YamlDocument twice = YamlEditor.AddItem(added, Path, Item);

        YamlDocument once = YamlEditor.RemoveItem(twice, Path, list.Items.Count, keep);
        Assert.Equal(added.ToString(), once.ToString());
        Assert.Equal(text, YamlEditor.RemoveItem(once, Path, list.Items.Count - 1, keep).ToString());
    }

    [Fact]
    public void AddItem_ExistingList_TouchesOnlyItsOwnLines()
    {
        string text = "# top\nhooks:\n  pre_tool_call:   # mine\n    - command: mine\n      timeout: 1  # short\n\n# below\nmodel: 'x'\n";
        Assert.Equal(
            "# top\nhooks:\n  pre_tool_call:   # mine\n    - command: mine\n      timeout: 1  # short\n    - command: \"'/opt/x y/hook' hook-forward hermes\"\n      timeout: 30\n\n# below\nmodel: 'x'\n",
            YamlEditor.AddItem(YamlDocument.Parse(text), Path, Item).ToString());
    }

    [Fact]
    public void RemoveItem_FirstOfSeveral_LeavesTheOthersAndTheirComments()
    {
        string text = "hooks:\n  pre_tool_call:\n    - command: a\n    # about b\n    - command: b\n";
        Assert.Equal("hooks:\n  pre_tool_call:\n    # about b\n    - command: b\n", YamlEditor.RemoveItem(YamlDocument.Parse(text), Path, 0).ToString());
    }

    [Theory]
    [InlineData("hooks: text\n", "conf.yaml:1:8: hooks must be a mapping")]
    [InlineData("hooks:\n  pre_tool_call: 5\n", "conf.yaml:2:18: hooks.pre_tool_call must be a list")]
    [InlineData("- a\n", "conf.yaml:1:1: the document must be a mapping")]
    [InlineData("a: &x {}\nhooks: *x\n", "conf.yaml:2:8: hooks must be a mapping")]
    public void AddItem_SomethingElseThere_SaysWhere(string text, string message) =>
        Assert.Equal(message, Assert.Throws<YamlException>(() => YamlEditor.AddItem(YamlDocument.Parse(text, "conf.yaml"), Path, Item)).Message);

    [Theory]
    [InlineData("a: [1\n")]
    [InlineData("a: b: c\n")]
    [InlineData("a: 1\n---\nb: 2\n")]
    public void Parse_NoYamlOrSeveralDocuments_SaysWhere(string text) =>
        Assert.StartsWith("conf.yaml:", Assert.Throws<YamlException>(() => YamlDocument.Parse(text, "conf.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_DeepNesting_IsRefused() =>
        Assert.Throws<YamlException>(() => YamlDocument.Parse(string.Concat(Enumerable.Repeat("[", 500))));
}
