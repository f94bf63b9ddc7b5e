// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Tests;

namespace NemoFlow.EndToEnd.Validation;

/// <summary>The judge of trajectories is judged: it accepts a whole document and sees each fault.</summary>
public sealed class AtifValidatorTests
{
    private const string Document = """
        {"schema_version":"ATIF-v1.7","session_id":"s","trajectory_id":"t","agent":{"name":"codex","version":"1"},
        "steps":[
        {"step_id":1,"timestamp":"2026-01-01T00:00:00Z","source":"user","message":"hi"},
        {"step_id":2,"timestamp":"2026-01-01T00:00:01.5Z","source":"agent","message":[{"type":"text","text":"yes"}],"tool_calls":[{"tool_call_id":"c1","function_name":"f","arguments":{}}],
        "observation":{"results":[{"source_call_id":"c1","content":"ok","subagent_trajectory_ref":[{"trajectory_id":"sub"}]}]},
        "metrics":{"prompt_tokens":10,"completion_tokens":2,"cached_tokens":5},"llm_call_count":1,"extra":{"free":1}}],
        "final_metrics":{"total_prompt_tokens":10,"total_cached_tokens":5,"total_steps":2},
        "subagent_trajectories":[{"schema_version":"ATIF-v1.7","trajectory_id":"sub","agent":{"name":"codex","version":"1"},
        "steps":[{"step_id":1,"timestamp":"2026-01-01T00:00:01Z","source":"system","message":""}]}]}
        """;

    [Fact]
    public void Validate_WholeDocument_HasNoProblem() => Assert.Empty(AtifValidator.Validate(JsonElement.Parse(Document)));

    [Theory]
    [InlineData("ATIF-v1.7\",\"session_id", "ATIF-v1.8\",\"session_id", "schema_version")]
    [InlineData("\"session_id\":\"s\",", "", "$.session_id: missing")]
    [InlineData("\"name\":\"codex\",", "", "$.agent.name: missing")]
    [InlineData("\"step_id\":2", "\"step_id\":3", "step_id: 3, not 2")]
    [InlineData("\"step_id\":2", "\"step_id\":2.5", "step_id")]
    [InlineData("\"source\":\"user\"", "\"source\":\"assistant\"", "source")]
    [InlineData("\"message\":\"hi\"", "\"message\":null", "message")]
    [InlineData("\"message\":\"hi\"", "\"message\":\"hi\",\"duration_ms\":1", "not a member")]
    [InlineData("\"message\":\"hi\"", "\"message\":\"hi\",\"tool_calls\":[]", "only agents' steps")]
    [InlineData("00:00:01.5Z", "yesterday", "not ISO 8601")]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "before that of the previous")]
    [InlineData("\"arguments\":{}", "\"arguments\":\"{}\"", "arguments")]
    [InlineData("\"arguments\":{}}", "\"arguments\":{}},{\"tool_call_id\":\"c1\",\"function_name\":\"f\",\"arguments\":{}}", "'c1' twice")]
    [InlineData("\"source_call_id\":\"c1\"", "\"source_call_id\":\"c2\"", "'c2' is no tool call")]
    [InlineData("[{\"trajectory_id\":\"sub\"}]", "[{\"trajectory_id\":\"other\"}]", "no embedded trajectory 'other'")]
    [InlineData("[{\"trajectory_id\":\"sub\"}]", "[{\"session_id\":\"sub\"}]", "a reference to nothing")]
    [InlineData("\"trajectory_id\":\"sub\",\"agent\"", "\"agent\"", "subagent_trajectories[0].trajectory_id: missing")]
    [InlineData("\"llm_call_count\":1", "\"llm_call_count\":0", "llm_call_count")]
    [InlineData("\"cached_tokens\":5},\"llm", "\"cached_tokens\":11},\"llm", "more cached tokens")]
    [InlineData("\"total_steps\":2", "\"total_steps\":3", "total_steps")]
    [InlineData("\"type\":\"text\"", "\"type\":\"image\"", "go with its type")]
    public void Validate_Fault_IsSeen(string sound, string faulty, string problem)
    {
        string document = Document.Replace(sound, faulty, StringComparison.Ordinal);
        Assert.NotEqual(Document, document);

        Assert.Contains(AtifValidator.Validate(JsonElement.Parse(document)), p => p.Contains(problem, StringComparison.Ordinal));
    }
}
