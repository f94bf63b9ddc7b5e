// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Rehearsal.Api.Responses;

namespace NemoFlow.Rehearsal.Tests.Api.Responses;

public sealed class PromptScanTests
{
    private const string Context = """{"type":"message","role":"user","content":[{"type":"input_text","text":"<environment_context>\n <cwd>/w</cwd>\n</environment_context>"}]}""";
    private const string Prompt = """{"type":"message","role":"user","content":[{"type":"input_text","text":"do it"}]}""";
    private const string Call = """{"type":"function_call","name":"f","arguments":"{}","call_id":"c"}""";
    private const string Output = """{"type":"function_call_output","call_id":"c","output":"ok"}""";
    private const string Note = """{"type":"message","role":"user","content":[{"type":"input_text","text":"<subagent_notification>\n{}\n</subagent_notification>"}]}""";
    private const string Summary = """{"type":"message","role":"user","content":[{"type":"input_text","text":"Another language model started to solve this problem and produced a summary"}]}""";
    private const string Instructions = """{"type":"message","role":"user","content":"# AGENTS.md instructions for /w\n\nBe kind."}""";
    private const string Developer = """{"type":"message","role":"developer","content":[{"type":"input_text","text":"rules"}]}""";
    private const string Task = """{"type":"agent_message","author":"/root","recipient":"/root/a","content":[{"type":"input_text","text":"Message Type: NEW_TASK\nPayload:\n"},{"type":"encrypted_content","encrypted_content":"look around"}]}""";
    private const string Report = """{"type":"agent_message","author":"/root/a","recipient":"/root","content":[{"type":"input_text","text":"Message Type: FINAL_ANSWER\nPayload:\n"}]}""";

    [Theory]
    [InlineData(Developer + "," + Context + "," + Prompt, "do it", 1, true)]
    [InlineData(Prompt + "," + Instructions + "," + Context + "," + Developer, "do it", 1, true)]
    [InlineData(Prompt + "," + Call + "," + Output, "do it", 1, false)]
    [InlineData(Prompt + "," + Call + "," + Output + "," + Note, "do it", 1, false)]
    [InlineData(Prompt + "," + Summary, "do it", 1, false)]
    [InlineData(Prompt + "," + Call + "," + Output + "," + Prompt, "do it", 2, true)]
    [InlineData(Prompt + "," + Report, "do it", 1, false)]
    [InlineData(Context, "", 0, false)]
    public void Read_Items_FindsTheLatestPromptAndWhetherItIsUnanswered(string items, string prompt, int count, bool starts)
    {
        PromptScan scan = Scan($$"""{"input":[{{items}}]}""");

        Assert.Equal((prompt, count, starts), (scan.Prompt, scan.Count, scan.StartsPrompt));
    }

    [Fact]
    public void Read_TaskOfASubagent_IsAPrompt()
    {
        PromptScan scan = Scan($$"""{"input":[{{Prompt}},{{Call}},{{Output}},{{Task}}]}""");

        Assert.EndsWith("look around", scan.Prompt, StringComparison.Ordinal);
        Assert.True(scan.StartsPrompt);
    }

    [Fact]
    public void Read_StringInput_IsThePrompt()
    {
        PromptScan scan = Scan("""{"input":"plain"}""");

        Assert.Equal(("plain", 1, true), (scan.Prompt, scan.Count, scan.StartsPrompt));
    }

    private static PromptScan Scan(string body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        return PromptScan.Read(document.RootElement);
    }
}
