// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Agents.Cursor;
using NemoFlow.Configuration.Json;
using NemoFlow.Text;

namespace NemoFlow.Agents.Tests.Cursor;

public sealed class CursorHooksFileTests
{
    private const string Command = "'/a path/hook' cursor --in-run";

    public static TheoryData<string> Files =>
    [
        "{}",
        "{ }\n",
        """{"version":1,"hooks":{}}""",
        """{"hooks":{"stop":[]},"version":1}""",
        """{"version":1,"hooks":{"stop":[{"command":"a"}],"custom":[{"command":"b"}]}}""",
        "{\r\n\t\"version\": 1, // one\r\n\t\"hooks\": {\r\n\t\t\"stop\": [ {\"command\": \"a\"}, ], /* more */\r\n\t},\r\n}\r\n",
        "\uFEFF{\"hooks\":{\"preToolUse\":[{\"command\":\"x\",\"matcher\":\"Shell\"}]}}",
        "// head\n{ // a\n \"hooks\": // b\n { // c\n } // d\n} // e\n",
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Withdraw_WhatMergeMade_GivesTheFileBack(string file)
    {
        byte[] before = Encoding.UTF8.GetBytes(file);
        byte[] merged = CursorHooksFile.Merge(before, Command, "f");

        Assert.Equal(file, Encoding.UTF8.GetString(CursorHooksFile.Withdraw(merged, before, "f")!));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Merge_Twice_IsTheSame(string file)
    {
        byte[] once = CursorHooksFile.Merge(Encoding.UTF8.GetBytes(file), Command, "f");

        Assert.Equal(once, CursorHooksFile.Merge(once, Command, "f"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Merge_AnyFile_HasAHookForEveryEventBehindTheUsers(string file)
    {
        JsoncContainer hooks = JsoncDocument.Parse(CursorHooksFile.Merge(Encoding.UTF8.GetBytes(file), Command, "f")).RequireObject().TryGetContainer(JsoncKind.Object, "hooks")!;

        Assert.All(CursorHookEvents.All, e => Assert.Equal(Command, ((JsoncContainer)hooks.TryGetContainer(JsoncKind.Array, e)!.Items[^1].Value).TryGetString("command")));
        Assert.Equal("1", Assert.IsType<JsoncScalar>(JsoncDocument.Parse(CursorHooksFile.Merge(Encoding.UTF8.GetBytes(file), Command, "f")).RequireObject().TryGet("version")).Text);
    }

    [Fact]
    public void Merge_NoFile_CanBeReadAndWithdrawnToNothing()
    {
        byte[] merged = CursorHooksFile.Merge(null, Command, "f");

        Assert.Equal(1, System.Text.Json.JsonElement.Parse(merged).LongAt("version"));
        Assert.Null(CursorHooksFile.Withdraw(merged, null, "f"));
    }

    [Fact]
    public void Withdraw_HooksThatTheUserAddedToANewFile_Stay()
    {
        string merged = Encoding.UTF8.GetString(CursorHooksFile.Merge(null, Command, "f"));
        JsoncEditor editor = JsoncDocument.Parse(merged).Edit();
        editor.Append(["hooks", "stop"], new System.Text.Json.Nodes.JsonObject { ["command"] = "mine" });

        string left = Encoding.UTF8.GetString(CursorHooksFile.Withdraw(editor.Document.ToUtf8Bytes(), null, "f")!);

        Assert.Equal("mine", System.Text.Json.JsonElement.Parse(left).At("hooks.stop")!.Value[0].TextAt("command"));
        Assert.DoesNotContain("--in-run", left, StringComparison.Ordinal);
        Assert.Equal(1, System.Text.Json.JsonElement.Parse(left).LongAt("version"));
    }

    [Theory]
    [InlineData("[]", "object")]
    [InlineData("""{"hooks":[]}""", "'hooks' must be an object")]
    [InlineData("""{"hooks":{"stop":{}}}""", "stop")]
    [InlineData("not json", "f")]
    public void Merge_NotAHooksFile_SaysWhatIsWrong(string file, string says)
    {
        JsoncException e = Assert.Throws<JsoncException>(() => CursorHooksFile.Merge(Encoding.UTF8.GetBytes(file), Command, "f"));

        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }
}
