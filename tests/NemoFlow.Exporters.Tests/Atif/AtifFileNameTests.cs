// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Exporters.Atif;
using NemoFlow.Exporters.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Tests.Atif;

public sealed class AtifFileNameTests
{
    [Theory]
    [InlineData("{session_id}.atif.json", "session.atif.json")]
    [InlineData("{date}_{agent}_{session_id}.json", "2026-01-02_codex_session.json")]
    [InlineData("{metadata.team:-nobody}-{session_id}", "platform-session")]
    [InlineData("{metadata.missing:-nobody}-{session_id}", "nobody-session")]
    [InlineData("{metadata.missing}-{session_id}", "none-session")]
    public void Of_Template_PutsValuesIn(string template, string name)
    {
        Assert.Null(AtifFileName.Problem(template));
        Assert.Equal(name, AtifFileName.Of(template, Sessions.Of() with { Metadata = new Dictionary<string, string> { ["team"] = "platform" } }));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b")]
    [InlineData("CON")]
    [InlineData("x\0y")]
    public void Of_OddValues_BecomeOneSafeName(string value)
    {
        string name = AtifFileName.Of("{metadata.x}-{session_id}.json", Sessions.Of() with { Id = value, Metadata = new Dictionary<string, string> { ["x"] = value } });

        Assert.Equal(name, Path.GetFileName(name));
        Assert.DoesNotContain("..", name, StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z0-9._-]+$", name);
    }

    [Theory]
    [InlineData("fixed.json")]
    [InlineData("../{session_id}")]
    [InlineData("a/{session_id}")]
    [InlineData("{session_id}{")]
    public void Problem_UnsafeTemplate_IsNamed(string template) => Assert.Contains(template, AtifFileName.Problem(template), StringComparison.Ordinal);

    [Fact]
    public void Write_Images_AreFilesBesideTheDocument()
    {
        AtifImages images = new();
        ArrayBufferWriter<byte> output = new();
        LlmItem message = Recorded.Message("user", "see") with { Raw = Sessions.Json("""{"role":"user","content":[{"type":"text","text":"see"},{"type":"image","source":{"type":"base64","media_type":"image/webp","data":"AAAA"}},{"type":"image","source":{"type":"url","url":"https://h/x.png"}},{"type":"input_image","image_url":"data:image/tiff;base64,BBBB"}]}""") };
        LlmCall call = Sessions.Call("c") with { Request = new LlmRequest { NewItems = [message], FreshUserText = "see" } };
        ToolCall tool = Sessions.Tool("t", "c", """[{"type":"input_text","text":"shot"},{"type":"input_image","image_url":"data:image/webp;base64,AAAA"}]""");

        Assert.True(AtifExporter.TryWrite(Sessions.Of(Sessions.Turn("see", call, tool)), new AtifOptions { Images = images }, output));

        JsonElement document = JsonElement.Parse(output.WrittenSpan);
        AtifRules.Check(document);
        string path = Assert.Single(images.Files).Key;
        Assert.Matches("^images/[0-9a-f]{24}\\.webp$", path);
        Assert.Equal(
            $$$"""[{"type":"text","text":"see"},{"type":"image","source":{"media_type":"image/webp","path":"{{{path}}}"}},{"type":"image","source":{"media_type":"image/png","path":"https://h/x.png"}}]""",
            JsonSerializer.Serialize(document.GetProperty("steps")[0].GetProperty("message")));
        Assert.Equal(path, document.GetProperty("steps")[1].GetProperty("observation").GetProperty("results")[0].GetProperty("content")[1].TextAt("source.path"));
        Assert.DoesNotContain("BBBB", document.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Fallbacks_StandInForWhatIsNotKnown()
    {
        ArrayBufferWriter<byte> output = new();
        AtifOptions options = new() { AgentName = "n", AgentVersion = "v", ModelName = "m2", ToolDefinitions = Sessions.Json("""[{"type":"function","function":{"name":"f"}}]"""), AgentExtra = Sessions.Json("""{"team":"x"}""") };

        AtifExporter.TryWrite(Sessions.Of(Sessions.Turn("p")), options, output);

        Assert.Equal("""{"name":"n","version":"v","model_name":"m2","tool_definitions":[{"type":"function","function":{"name":"f"}}],"extra":{"team":"x"}}""", JsonSerializer.Serialize(JsonElement.Parse(output.WrittenSpan).GetProperty("agent")));
    }
}
