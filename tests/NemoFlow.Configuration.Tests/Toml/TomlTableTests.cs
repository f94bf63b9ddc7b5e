// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Configuration.Tests.Toml;

public sealed class TomlTableTests
{
    private const string Text = """
        title = "T"
        [server]
        port = 8080
        ratio = 0.5
        on = true
        tags = ["a", { name = "b" }]
        [[hooks.Stop]]
        command = "x"
        [[hooks.Stop]]
        command = "y"
        """;

    private readonly TomlTable _root = TomlDocument.Parse(Text).Root;

    [Fact]
    public void TryGet_PathOfTheRightType_GivesTheValue()
    {
        Assert.Equal("T", _root.TryGetString("title"));
        Assert.Equal(8080, _root.TryGetInteger("server", "port"));
        Assert.Equal(0.5, _root.TryGetFloat("server", "ratio"));
        Assert.Equal(8080.0, _root.TryGetFloat("server", "port"));
        Assert.True(_root.TryGetBoolean("server", "on"));
        Assert.Equal("b", _root.TryGetString("server", "tags", "1", "name"));
        Assert.Equal("y", _root.TryGetString("hooks", "Stop", "1", "command"));
        Assert.Equal(2, _root.TryGetArray("hooks", "Stop")!.Items.Count);
        Assert.Equal(4, _root.TryGetTable("server")!.Count);
        Assert.Same(_root, _root.TryGet());
    }

    [Fact]
    public void TryGet_PathThatLeadsElsewhere_GivesNull()
    {
        Assert.Null(_root.TryGetString("server", "port"));
        Assert.Null(_root.TryGetInteger("server", "ratio"));
        Assert.Null(_root.TryGetFloat("title"));
        Assert.Null(_root.TryGetBoolean("nothing"));
        Assert.Null(_root.TryGet("title", "deeper"));
        Assert.Null(_root.TryGet("hooks", "Stop", "2"));
        Assert.Null(_root.TryGet("hooks", "Stop", "-1"));
        Assert.Null(_root.TryGet("hooks", "Stop", "command"));
        Assert.Null(_root.TryGetTable("title"));
        Assert.Null(_root.TryGetArray("server"));
    }

    [Fact]
    public void Position_OfAnyValue_IsWhereItIsWritten()
    {
        Assert.Equal((1, 9), (_root.TryGet("title")!.Line, _root.TryGet("title")!.Column));
        Assert.Equal((2, 2), (_root.TryGet("server")!.Line, _root.TryGet("server")!.Column));
        Assert.Equal((6, 14), (_root.TryGet("server", "tags", "1")!.Line, _root.TryGet("server", "tags", "1")!.Column));
        Assert.Equal((9, 9), (_root.TryGet("hooks", "Stop", "1")!.Line, _root.TryGet("hooks", "Stop", "1")!.Column));
        Assert.Equal("3:1", _root.TryGetTable("server")!.GetKeyPosition("port").ToString());
        Assert.Throws<KeyNotFoundException>(() => _root.GetKeyPosition("nothing"));
    }

    [Fact]
    public void Error_OfAValue_SaysWhereTheValueStands()
    {
        TomlDocument document = TomlDocument.Parse("a = 1\nport = 'x'", sourceName: "f.toml");

        Assert.Equal("f.toml:2:8: Expected a port.", document.Root.TryGet("port")!.Error("Expected a port.").Message);
    }

    [Fact]
    public void Keys_OfATable_KeepTheOrderOfTheText()
    {
        TomlTable root = TomlDocument.Parse("z.a = 1\nb = 2\nz.c = 3\n[y]\n[a]").Root;

        Assert.Equal(["z", "b", "y", "a"], root.Keys);
        Assert.Equal(["z", "b", "y", "a"], root.Entries.Select(entry => entry.Key));
        Assert.True(root.TryGetValue("b", out TomlValue? value));
        Assert.Equal(2L, Assert.IsType<TomlScalar>(value).Value);
        Assert.False(root.TryGetValue("B", out _));
    }
}
