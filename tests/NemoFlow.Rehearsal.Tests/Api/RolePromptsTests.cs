// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Rehearsal.Api;

namespace NemoFlow.Rehearsal.Tests.Api;

public sealed class RolePromptsTests
{
    [Theory]
    [InlineData("""[{"role":"user","content":"one"}]""", "one", 1, true)]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"<system-reminder>\nx\n</system-reminder>\n"},{"type":"text","text":"one"}]},{"role":"system","content":"env"}]""", "one", 1, true)]
    [InlineData("""[{"role":"user","content":"one"},{"role":"assistant","content":"a"},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"r"},{"type":"text","text":"beside"}]}]""", "one", 1, false)]
    [InlineData("""[{"role":"user","content":"one"},{"role":"assistant","content":"a"},{"role":"tool","content":"r"}]""", "one", 1, false)]
    [InlineData("""[{"role":"user","content":"one"},{"role":"assistant","content":"a"},{"role":"user","content":"<task-notification>\n<id>1</id>\n</task-notification>"}]""", "one", 1, false)]
    [InlineData("""[{"role":"user","content":"one"},{"role":"assistant","content":"a"},{"role":"user","content":"two"}]""", "two", 2, true)]
    [InlineData("""[{"role":"user","content":"This session is being continued from a previous conversation that ran out."}]""", "", 0, false)]
    [InlineData("""[{"role":"user","content":"one"},{"role":"assistant","content":"a"},{"role":"user","content":"Your response above was cut off mid-stream. Resume."}]""", "one", 1, false)]
    [InlineData("[]", "", 0, false)]
    public void Read_Messages_FindsThePrompt(string messages, string prompt, int count, bool starts)
    {
        RolePrompts prompts = Read(messages);

        Assert.Equal((prompt, count, starts), (prompts.Prompt, prompts.Count, prompts.StartsPrompt));
        Assert.False(prompts.AsksForSummary);
    }

    [Fact]
    public void Read_TaskOfACompactionBesideAToolsResult_AsksForASummary()
    {
        RolePrompts prompts = Read(
            """[{"role":"user","content":[{"type":"tool_result","content":"r"},{"type":"text","text":"Text only.\n\nYour task is to create a detailed summary of the conversation so far"}]}]""");

        Assert.True(prompts.AsksForSummary);
        Assert.True(prompts.StartsPrompt);
    }

    private static RolePrompts Read(string messages)
    {
        using JsonDocument document = JsonDocument.Parse($$"""{"messages":{{messages}}}""");
        return RolePrompts.Read(document.RootElement);
    }
}
