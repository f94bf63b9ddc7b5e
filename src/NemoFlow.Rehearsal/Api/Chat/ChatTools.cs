// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Api.Chat;

/// <summary>Writes scripted tool calls as the function calls that the asking agent offers.</summary>
internal sealed class ChatTools(ChatRequest request, ItemIds ids)
{
    private static readonly string[] ShellNames = ["exec_command", "shell_command", "shell", "terminal", "bash", "Bash", "run_terminal_cmd", "execute_command"];
    private static readonly string[] SpawnNames = ["spawn_agent", "delegate_task", "Agent", "Task"];

    /// <summary>A tool call as the API writes it.</summary>
    public JsonObject Translate(ScriptedTool tool, int position)
    {
        string callId = tool.CallId ?? ids.Call(position);
        return tool.Kind switch
        {
            ToolKind.Function => Call(callId, tool.Name!, tool.Arguments!),
            ToolKind.Custom => new JsonObject
            {
                ["id"] = callId,
                ["type"] = "custom",
                ["custom"] = new JsonObject { ["name"] = tool.Name, ["input"] = tool.Input },
            },
            ToolKind.WebSearch => Call(callId, "web_search", new JsonObject { ["query"] = tool.Query }),
            ToolKind.SpawnAgent => Spawn(callId, tool),
            ToolKind.WaitAgent => Call(callId, "wait_agent", new JsonObject { ["timeout_ms"] = tool.TimeoutMilliseconds }),
            ToolKind.CloseAgent => Call(callId, "close_agent", []),
            ToolKind.Raw => Raw(callId, tool),
            _ => Shell(callId, tool.Command!),
        };
    }

    private JsonObject Shell(string callId, string command)
    {
        string name = Offered(ShellNames);
        return Call(callId, name, new JsonObject { [Has(name, "cmd") ? "cmd" : "command"] = command });
    }

    private JsonObject Spawn(string callId, ScriptedTool tool)
    {
        string name = Offered(SpawnNames);
        string key = Array.Find(["message", "prompt", "goal", "task"], key => Has(name, key)) ?? "message";
        return Call(callId, name, new JsonObject { [key] = tool.Message });
    }

    private string Offered(string[] names) => Array.Find(names, request.Facts.Tools.Contains) ?? names[0];

    private bool Has(string name, string property)
    {
        foreach (JsonElement function in request.Functions)
        {
            if (Json.Text(function, "name") == name)
            {
                return Json.Find(function, "parameters", "properties", property) is not null;
            }
        }

        return false;
    }

    private static JsonObject Raw(string callId, ScriptedTool tool)
    {
        JsonObject call = JsonObject.Create(tool.Item!.Value)!;
        if (tool.CallId is not null || !call.ContainsKey("id"))
        {
            call["id"] = callId;
        }

        return call;
    }

    private static JsonObject Call(string callId, string name, JsonObject arguments) => Call(callId, name, ScenarioJson.Compact(arguments));

    private static JsonObject Call(string callId, string name, string arguments)
        => new()
        {
            ["id"] = callId,
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = name, ["arguments"] = arguments },
        };
}
