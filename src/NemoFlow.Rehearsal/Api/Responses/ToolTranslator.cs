// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Api.Responses;

/// <summary>Writes scripted tool calls as output items that the asking agent can carry out.</summary>
internal sealed class ToolTranslator(ResponsesRequest request, ItemIds ids)
{
    // Deferred namespaces are callable without being listed.
    private const string DeferredAgents = "multi_agent_v1";
    private const string ListedAgents = "collaboration";
    private const int DefaultWaitMilliseconds = 30_000;

    public JsonObject Translate(ScriptedTool tool, int position)
    {
        string callId = tool.CallId ?? ids.Call(position);
        return tool.Kind switch
        {
            ToolKind.Function => Function(callId, tool.Namespace, tool.Name!, tool.Arguments!),
            ToolKind.Custom => Custom(callId, tool.Namespace, tool.Name!, tool.Input!),
            ToolKind.LocalShell => LocalShell(callId, tool.Command!),
            ToolKind.WebSearch => WebSearch(tool.Query!),
            ToolKind.SpawnAgent => SpawnAgent(callId, tool),
            ToolKind.WaitAgent => WaitAgent(callId, tool),
            ToolKind.CloseAgent => CloseAgent(callId),
            ToolKind.Raw => Raw(tool),
            _ => Shell(callId, tool.Command!),
        };
    }

    private JsonObject Shell(string callId, string command)
    {
        if (request.Tools.Find("exec_command") is { } execute)
        {
            return Function(callId, execute.Namespace, execute.Name, new JsonObject { ["cmd"] = command });
        }

        if (request.Tools.Find("shell_command") is { } line)
        {
            return Function(callId, line.Namespace, line.Name, new JsonObject { ["command"] = command });
        }

        if (request.Tools.Find("shell", "function") is { } shell)
        {
            JsonNode value = shell.PropertyType("command") == "string" ? command : BashArguments(command);
            return Function(callId, shell.Namespace, shell.Name, new JsonObject { ["command"] = value });
        }

        if (request.Tools.HasType("local_shell"))
        {
            return LocalShell(callId, command);
        }

        if (request.Tools.Find("exec", "custom") is { } script)
        {
            string source = $"const r = await tools.exec_command({{cmd: {ScenarioJson.Compact(JsonValue.Create(command))}}});\ntext(r);\n";
            return Custom(callId, script.Namespace, script.Name, source);
        }

        return Function(callId, null, "exec_command", new JsonObject { ["cmd"] = command });
    }

    private JsonObject SpawnAgent(string callId, ScriptedTool tool)
    {
        if (request.Tools.FindIn(ListedAgents, "spawn_agent") is { } spawn)
        {
            return Function(callId, spawn.Namespace, spawn.Name, new JsonObject
            {
                ["task_name"] = tool.Name,
                ["message"] = tool.Message,
            });
        }

        return Function(callId, DeferredAgents, "spawn_agent", new JsonObject { ["message"] = tool.Message });
    }

    private JsonObject WaitAgent(string callId, ScriptedTool tool)
    {
        int timeout = tool.TimeoutMilliseconds ?? DefaultWaitMilliseconds;
        if (request.Tools.FindIn(ListedAgents, "wait_agent") is { } wait)
        {
            return Function(callId, wait.Namespace, wait.Name, new JsonObject { ["timeout_ms"] = timeout });
        }

        JsonArray targets = [.. AgentIds().Select(static id => (JsonNode)id)];
        return Function(callId, DeferredAgents, "wait_agent", new JsonObject { ["targets"] = targets, ["timeout_ms"] = timeout });
    }

    private JsonObject CloseAgent(string callId)
    {
        string target = AgentIds().LastOrDefault() ?? string.Empty;
        // The listed tools have no close; interrupting an agent that is done is harmless and says how it ended.
        return request.Tools.FindIn(ListedAgents, "interrupt_agent") is { } interrupt
            ? Function(callId, interrupt.Namespace, interrupt.Name, new JsonObject { ["target"] = target })
            : Function(callId, DeferredAgents, "close_agent", new JsonObject { ["target"] = target });
    }

    /// <summary>Ids of the agents that the history shows as started.</summary>
    private IEnumerable<string> AgentIds()
    {
        foreach (JsonElement item in Json.Items(request.Body, "input"))
        {
            if (Json.Text(item, "type") == "function_call_output" && Json.Text(item, "output") is { } output
                && (IdIn(output, "agent_id") ?? IdIn(output, "task_name")) is { } id)
            {
                yield return id;
            }
        }
    }

    private static string? IdIn(string output, string key)
    {
        if (!output.StartsWith($"{{\"{key}\":", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(output);
            return Json.Text(document.RootElement, key);
        }
        catch (JsonException)
        {
            // A tool may print what looks like the start of such an answer.
            return null;
        }
    }

    private JsonObject Function(string callId, string? space, string name, JsonObject arguments)
        => Function(callId, space, name, ScenarioJson.Compact(arguments));

    private JsonObject Function(string callId, string? space, string name, string arguments)
        => Named(space, new JsonObject
        {
            ["id"] = ids.Item("fc"),
            ["type"] = "function_call",
            ["status"] = "completed",
            ["arguments"] = arguments,
            ["call_id"] = callId,
            ["name"] = name,
        });

    private JsonObject Custom(string callId, string? space, string name, string input)
        => Named(space, new JsonObject
        {
            ["id"] = ids.Item("ctc"),
            ["type"] = "custom_tool_call",
            ["status"] = "completed",
            ["call_id"] = callId,
            ["input"] = input,
            ["name"] = name,
        });

    private JsonObject LocalShell(string callId, string command)
        => new()
        {
            ["id"] = ids.Item("lsh"),
            ["type"] = "local_shell_call",
            ["status"] = "completed",
            ["call_id"] = callId,
            ["action"] = new JsonObject
            {
                ["type"] = "exec",
                ["command"] = BashArguments(command),
                ["env"] = new JsonObject(),
            },
        };

    private JsonObject WebSearch(string query)
        => new()
        {
            ["id"] = ids.Item("ws"),
            ["type"] = "web_search_call",
            ["status"] = "completed",
            ["action"] = new JsonObject { ["type"] = "search", ["query"] = query },
        };

    private JsonObject Raw(ScriptedTool tool)
    {
        JsonObject item = JsonObject.Create(tool.Item!.Value)!;
        if (!item.ContainsKey("id"))
        {
            item.Insert(0, "id", ids.Item("item"));
        }

        if (tool.CallId is { } callId)
        {
            item["call_id"] = callId;
        }

        return item;
    }

    private static JsonArray BashArguments(string command) => ["bash", "-lc", command];

    private static JsonObject Named(string? space, JsonObject item)
    {
        if (space is not null)
        {
            item["namespace"] = space;
        }

        return item;
    }
}
