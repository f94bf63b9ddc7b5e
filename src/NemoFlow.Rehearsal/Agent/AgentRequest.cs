// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace NemoFlow.Rehearsal.Agent;

/// <summary>Request bodies in the shape of Codex's: the same members and items, with short texts.</summary>
internal static class AgentRequest
{
    public static JsonObject TurnMetadata(ScriptedAgentOptions options, AgentIdentity agent, string turnId)
    {
        JsonObject metadata = new()
        {
            ["session_id"] = agent.SessionId,
            ["thread_id"] = agent.ThreadId,
            ["agent_name"] = "/root",
            ["turn_id"] = turnId,
            ["window_id"] = $"{agent.ThreadId}:0",
            ["request_kind"] = "turn",
            ["root_turn_id"] = agent.Parent?.RootTurnId ?? turnId,
            ["thread_source"] = agent.IsSubagent ? "subagent" : "user",
            ["turn_trigger"] = "exec",
            ["sandbox_mode"] = "danger-full-access",
            ["workspaces"] = new JsonObject { [options.WorkingDirectory] = new JsonObject { ["has_changes"] = false } },
            ["model"] = options.Model,
        };
        if (agent.Parent is { } parent)
        {
            metadata["parent_thread_id"] = parent.ThreadId;
            metadata["parent_turn_id"] = parent.TurnId;
            metadata["subagent_kind"] = "thread_spawn";
        }

        return metadata;
    }

    public static JsonObject Body(
        ScriptedAgentOptions options, AgentIdentity agent, string turnId, string metadata, JsonArray history)
    {
        JsonArray input = options.CodeMode ? [AdditionalTools()] : [];
        input.Add(Message("developer", "You are a scripted agent. Nothing you do has an effect."));
        input.Add(Message("user", $"<environment_context>\n  <cwd>{options.WorkingDirectory}</cwd>\n</environment_context>"));
        foreach (JsonNode? item in history)
        {
            input.Add(item!.DeepClone());
        }

        JsonObject body = new() { ["model"] = options.Model, ["stream"] = true, ["input"] = input };
        if (!options.CodeMode)
        {
            body["tools"] = DirectTools();
        }

        body["tool_choice"] = "auto";
        body["parallel_tool_calls"] = !options.CodeMode;
        body["reasoning"] = new JsonObject { ["effort"] = "medium" };
        body["store"] = false;
        body["include"] = new JsonArray("reasoning.encrypted_content");
        body["prompt_cache_key"] = agent.SessionId;
        body["client_metadata"] = new JsonObject
        {
            ["session_id"] = agent.SessionId,
            ["thread_id"] = agent.ThreadId,
            ["turn_id"] = turnId,
            ["x-codex-turn-metadata"] = metadata,
        };
        return body;
    }

    public static JsonObject Message(string role, string text)
        => new()
        {
            ["type"] = "message",
            ["role"] = role,
            ["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = text }),
        };

    private static JsonArray DirectTools()
        => [Function("exec_command", "Runs a command in a PTY, returning output or a session ID for ongoing interaction.", "cmd")];

    private static JsonObject AdditionalTools()
        => new()
        {
            ["type"] = "additional_tools",
            ["role"] = "developer",
            ["tools"] = new JsonArray(new JsonObject
            {
                ["type"] = "namespace",
                ["name"] = "functions",
                ["description"] = string.Empty,
                ["tools"] = new JsonArray(new JsonObject
                {
                    ["type"] = "custom",
                    ["name"] = "exec",
                    ["description"] = "Runs a script.",
                }),
            }),
        };

    private static JsonObject Function(string name, string description, string parameter)
        => new()
        {
            ["type"] = "function",
            ["name"] = name,
            ["description"] = description,
            ["strict"] = false,
            ["parameters"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { [parameter] = new JsonObject { ["type"] = "string" } },
                ["required"] = new JsonArray(parameter),
                ["additionalProperties"] = false,
            },
        };
}
