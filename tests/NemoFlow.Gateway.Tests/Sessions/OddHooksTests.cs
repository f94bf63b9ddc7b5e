// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Exporters.Atif;
using NemoFlow.Gateway.Tests.Support;
using NemoFlow.Tests;

namespace NemoFlow.Gateway.Tests.Sessions;

/// <summary>Hooks in any order and with members of any type, in sessions whose ids begin alike: every answer is neutral, every trajectory valid.</summary>
public sealed class OddHooksTests
{
    private const int Count = 500;

    private static readonly Dictionary<string, string[]> Names = new(StringComparer.Ordinal)
    {
        ["codex"] = ["SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse", "Stop", "SubagentStart", "SubagentStop", "PreCompact", "Novel"],
        ["claude-code"] = ["SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse", "PostToolUseFailure", "Stop", "StopFailure", "SubagentStop", "SessionEnd", "Novel"],
        ["cursor"] = ["sessionStart", "beforeSubmitPrompt", "preToolUse", "postToolUse", "afterAgentResponse", "afterAgentThought", "stop", "subagentStart", "subagentStop", "novel"],
        ["hermes"] = ["on_session_start", "pre_llm_call", "post_llm_call", "pre_tool_call", "post_tool_call", "pre_api_request", "post_api_request", "subagent_start", "subagent_stop", "novel"],
    };

    private static readonly string[] Members =
    [
        "tool_name", "tool_use_id", "tool_call_id", "tool_input", "tool_response", "tool_output", "args", "result", "prompt", "turn_id", "agent_id", "agent_type", "model",
        "last_assistant_message", "generation_id", "subagent_id", "task_id", "status", "error", "usage", "messages", "response", "duration_ms", "text", "extra", "reason",
    ];

    private static readonly string[] Values =
    [
        "null", "7", "-1.5e300", "true", "\"\"", "\"\\u0000x\"", "\"\\ud83d\\ude00\"", "[]", "[[{}]]", "{}", """{"a":{"b":[1]}}""", "\"../../up\"", "\"t1\"", "\"t2\"", "\"Bash\"", "\"agent-1\"",
        """{"command":"ls"}""", """{"input_tokens":3,"output_tokens":"x"}""",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Hooks_OfAnyKindAndOrder_MakeValidTrajectories(int seed)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);
        Random random = new(seed);
        using RawClient client = await gateway.ConnectAsync();
        for (int i = 0; i < Count; i++)
        {
            string agent = Pick(random, [.. Names.Keys]);
            WireMessage answer = await client.SendAndReadAsync(Wire.Post("/hooks/" + agent, Payload(random, agent)));
            Assert.Equal(200, answer.Status);
        }

        await gateway.StopAsync();

        string[] ids = [.. gateway.ReadEvents().Select(e => e.SessionId).Distinct()];
        Assert.All(["s", "s1", "s12"], id => Assert.Contains(id, ids));
        Assert.All(ids, id => Assert.Empty(Problems(gateway.ReadSession(id))));
    }

    private static string Payload(Random random, string agent)
    {
        IEnumerable<string> members = Members.Where(_ => random.Next(3) == 0).Select(m => $"\"{m}\":{Pick(random, Values)}");
        string id = agent == "cursor" ? "conversation_id" : "session_id";
        return $$"""{"{{id}}":"{{Pick(random, ["s", "s1", "s12"])}}","hook_event_name":"{{Pick(random, Names[agent])}}",{{string.Join(',', members.DefaultIfEmpty("\"x\":1"))}}}""";
    }

    private static IReadOnlyList<string> Problems(Session session)
    {
        ArrayBufferWriter<byte> buffer = new();
        return AtifExporter.TryWrite(session, new AtifOptions(), buffer) ? AtifValidator.Validate(JsonElement.Parse(buffer.WrittenSpan)) : [];
    }

    private static string Pick(Random random, string[] values) => values[random.Next(values.Length)];
}
