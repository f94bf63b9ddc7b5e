// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Rehearsal.Script;
using NemoFlow.Rehearsal.Tests.Support;
using NemoFlow.Rehearsal.Threads;

namespace NemoFlow.Rehearsal.Tests.Script;

public sealed class ScenarioTests
{
    public static TheoryData<string> Names => [.. Scenario.BuiltInNames];

    [Fact]
    public void BuiltInNames_AfterBuild_HoldTheDocumentedScenarios()
    {
        string[] expected =
        [
            "background-agent", "code-mode-one-tool", "compaction", "dropped-stream", "failed-turn", "incomplete", "mcp-tool",
            "nested-subagents", "one-tool", "overloaded", "parallel-tools", "plain-text", "reasoning", "resume", "retry-429",
            "retry-500", "side-request", "slow-stream", "subagent", "tool-failure",
        ];
        Assert.Equal(expected, Scenario.BuiltInNames);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BuiltIn_EachName_LoadsWithPromptsAndDescription(string name)
    {
        Scenario scenario = Scenario.BuiltIn(name);

        Assert.Equal(name, scenario.Name);
        Assert.NotEmpty(scenario.Prompts);
        Assert.NotNull(scenario.Description);
    }

    [Fact]
    public void BuiltIn_UnknownName_ListsTheKnownOnes()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Scenario.BuiltIn("nope"));

        Assert.Contains("one-tool", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_FullReply_ReadsEveryPart()
    {
        Scenario scenario = Scenarios.Of(
            """
            {
              "reasoning": { "summary": ["a", "b"], "encrypted_content": "x" },
              "text": "t",
              "tools": [{ "kind": "function", "name": "f", "namespace": "n", "arguments": { "k": [1] }, "call_id": "c" }],
              "error": { "status": 429, "headers": { "retry-after": "2" }, "body": { "e": 1 }, "times": 3 },
              "drop": { "after_bytes": 10, "times": "always" },
              "pace": { "chunk_bytes": 7, "delta_characters": 2, "delay_ms": 5, "first_delay_ms": 6 },
              "usage": { "input": 1, "cached": 2, "output": 3, "reasoning": 4, "cache_write": 5, "cache_write_1h": 6 },
              "headers": { "openai-processing-ms": "9" }
            }
            """);

        Reply reply = Assert.Single(Assert.Single(scenario.Conversations).Turns);
        Assert.Equal(["a", "b"], reply.Reasoning!.Summary);
        Assert.Equal("x", reply.Reasoning.EncryptedContent);
        Assert.Equal("""{"k":[1]}""", Assert.Single(reply.Tools).Arguments);
        Assert.Equal("c", reply.Tools[0].CallId);
        Assert.Equal((429, 3), (reply.Error!.Status, reply.Error.Times));
        Assert.Equal((10, int.MaxValue), (reply.Drop!.AfterBytes, reply.Drop.Times));
        Assert.Equal(new ReplyPace(7, 2, 5, 6), reply.Pace);
        Assert.Equal(new ReplyUsage(1, 2, 3, 4) { CacheWrite = 5, CacheWriteHour = 6 }, reply.Usage);
        Assert.Equal("9", Assert.Single(reply.Headers).Value);
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{ "api": "messages" }""", true)]
    [InlineData("""{ "api": "chat" }""", false)]
    [InlineData("""{ "model": "opus", "system": "helpful", "tool": "Bash", "body": "\"max_tokens\":7" }""", true)]
    [InlineData("""{ "model": "haiku" }""", false)]
    [InlineData("""{ "system": "rude" }""", false)]
    [InlineData("""{ "tool": "Edit" }""", false)]
    [InlineData("""{ "body": "\"max_tokens\":8" }""", false)]
    public void When_Conditions_LookAtTheRequest(string when, bool accepted)
    {
        Scenario scenario = Scenario.Parse($$"""{ "conversations": [{ "when": {{when}}, "turns": [] }] }""");
        RequestFacts facts = new("t", "turn", false, "hi", 1, true)
        {
            Api = "messages",
            Model = "claude-opus-5-5",
            System = "You are helpful.",
            Tools = ["Bash"],
            Body = "{\"max_tokens\":7}"u8.ToArray(),
        };

        Assert.Equal(accepted, scenario.Conversations[0].When.Accepts(facts));
    }

    [Theory]
    [InlineData("""{ "text": 1 }""", "conversations[0].turns[0].text", "expected a string")]
    [InlineData("""{ "txt": "a" }""", "conversations[0].turns[0]", "unknown key 'txt'; allowed are reasoning, text")]
    [InlineData("""{}, { "tools": [{ "kind": "bash" }] }""", "conversations[0].turns[1].tools[0].kind", "expected one of shell, function")]
    [InlineData("""{ "tools": [{ "kind": "shell" }] }""", "conversations[0].turns[0].tools[0]", "'command' is missing")]
    [InlineData("""{ "error": { "status": 200 } }""", "conversations[0].turns[0].error.status", "from 400 to 599")]
    [InlineData("""{ "error": { "status": 500, "times": "often" } }""", "conversations[0].turns[0].error.times", "one of always")]
    [InlineData("""{ "drop": {} }""", "conversations[0].turns[0].drop", "exactly one of after_events, after_bytes")]
    [InlineData("""{ "incomplete": "tired" }""", "conversations[0].turns[0].incomplete", "max_output_tokens, content_filter")]
    [InlineData("""{ "text": "a", "refusal": "b" }""", "conversations[0].turns[0]", "exclude each other")]
    [InlineData("""{ "headers": { "a": 1 } }""", "conversations[0].turns[0].headers.a", "expected a string, found 1")]
    [InlineData("""{ "pace": { "chunk_bytes": 0 } }""", "conversations[0].turns[0].pace.chunk_bytes", "at least 1")]
    [InlineData("""{ "tools": [{ "kind": "raw", "item": {} }] }""", "conversations[0].turns[0].tools[0].item", "'type' is missing")]
    public void Parse_Mistake_SaysWhereAndWhatIsAllowed(string turns, string location, string problem)
    {
        ScenarioException exception = Assert.Throws<ScenarioException>(() => Scenarios.Of(turns));

        Assert.Equal(location, exception.Location);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_BrokenJson_SaysLineAndFile()
    {
        ScenarioException exception = Assert.Throws<ScenarioException>(() => Scenario.Parse("{\n  \"name\": }", "a.json"));

        Assert.StartsWith("a.json: line 2, column ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_File_NamesItInErrors()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("scenario").FullName, "mine.json");
        File.WriteAllText(path, "{}");

        ScenarioException exception = Assert.Throws<ScenarioException>(() => Scenario.Load(path));

        Assert.Equal("mine.json: scenario: 'conversations' is missing", exception.Message);
    }
}
