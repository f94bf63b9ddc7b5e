// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Api.Messages;

/// <summary>Writes scripted tool calls as content blocks that the asking agent can carry out.</summary>
internal sealed partial class MessageTools(MessagesRequest request, ItemIds ids)
{
    private const string DefaultShell = "Bash";
    private static readonly string[] SpawnNames = ["Agent", "Task"];
    private static readonly string[] ShellNames = [DefaultShell, "bash", "exec_command", "shell", "terminal"];

    /// <summary>The blocks of one call: one, or a provider's call and its result. The input may be text that is no JSON.</summary>
    public IEnumerable<(JsonObject Block, string? Input)> Translate(ScriptedTool tool, int position)
    {
        string callId = tool.CallId ?? ids.Of("toolu_01", position);
        return tool.Kind switch
        {
            ToolKind.Function => [Use(callId, tool.Name!, tool.Arguments!)],
            ToolKind.Custom => [Use(callId, tool.Name!, new JsonObject { ["input"] = tool.Input })],
            ToolKind.WebSearch => WebSearch(tool, position),
            ToolKind.SpawnAgent => [Spawn(callId, tool)],
            ToolKind.WaitAgent => [Wait(callId, tool)],
            ToolKind.CloseAgent => [Close(callId)],
            ToolKind.Raw => [Raw(tool)],
            _ => [Shell(callId, tool.Command!)],
        };
    }

    private (JsonObject Block, string? Input) Shell(string callId, string command)
    {
        string name = Array.Find(ShellNames, name => request.Tool(name) is not null) ?? DefaultShell;
        JsonObject input = new() { [Has(name, "cmd") ? "cmd" : "command"] = command };
        if (name == DefaultShell)
        {
            input["description"] = "Run a command";
        }

        return Use(callId, name, input);
    }

    private (JsonObject Block, string? Input) Spawn(string callId, ScriptedTool tool)
    {
        string name = Array.Find(SpawnNames, name => request.Tool(name) is not null) ?? SpawnNames[0];
        JsonObject input = new()
        {
            ["description"] = tool.Name,
            ["prompt"] = tool.Message,
            ["subagent_type"] = tool.AgentType ?? "general-purpose",
        };
        if (tool.Background || Has(name, "run_in_background"))
        {
            // Said either way: which of the two is the default differs between versions of the agent.
            input["run_in_background"] = tool.Background;
        }

        return Use(callId, name, input);
    }

    private (JsonObject Block, string? Input) Wait(string callId, ScriptedTool tool)
        => Agents().LastOrDefault() is { } agent && request.Tool("TaskOutput") is not null
            ? Use(callId, "TaskOutput", new JsonObject { ["task_id"] = agent, ["block"] = true, ["timeout"] = tool.TimeoutMilliseconds ?? 30_000 })
            // An agent that hands over the result of its subagents has nothing to wait for: the script goes on.
            : Shell(callId, "true");

    private (JsonObject Block, string? Input) Close(string callId)
        => Agents().LastOrDefault() is { } agent && request.Tool("TaskStop") is not null
            ? Use(callId, "TaskStop", new JsonObject { ["task_id"] = agent })
            : Shell(callId, "true");

    private IEnumerable<(JsonObject Block, string? Input)> WebSearch(ScriptedTool tool, int position)
    {
        string callId = tool.CallId ?? ids.Of("srvtoolu_01", position);
        JsonObject use = new() { ["type"] = "server_tool_use", ["id"] = callId, ["name"] = "web_search", ["input"] = new JsonObject() };
        yield return (use, ScenarioJson.Compact(new JsonObject { ["query"] = tool.Query }));
        yield return (new JsonObject
        {
            ["type"] = "web_search_tool_result",
            ["tool_use_id"] = callId,
            ["content"] = new JsonArray(new JsonObject
            {
                ["type"] = "web_search_result",
                ["title"] = tool.Query,
                ["url"] = "https://example.com/",
                ["encrypted_content"] = "cmVoZWFyc2Fs",
                ["page_age"] = null,
            }),
        }, null);
    }

    private static (JsonObject Block, string? Input) Use(string callId, string name, JsonObject input) => Use(callId, name, ScenarioJson.Compact(input));

    private static (JsonObject Block, string? Input) Use(string callId, string name, string input)
        => (new JsonObject { ["type"] = "tool_use", ["id"] = callId, ["name"] = name, ["input"] = new JsonObject() }, input);

    private static (JsonObject Block, string? Input) Raw(ScriptedTool tool)
    {
        JsonObject block = JsonObject.Create(tool.Item!.Value)!;
        if (tool.CallId is { } callId)
        {
            block["id"] = callId;
        }

        return (block, null);
    }

    private bool Has(string tool, string property)
        => request.Tool(tool) is { } definition && Json.Find(definition, "input_schema", "properties", property) is not null;

    /// <summary>Ids of the agents that the history shows as started.</summary>
    private IEnumerable<string> Agents()
    {
        foreach (JsonElement message in Json.Items(request.Body, "messages"))
        {
            foreach (JsonElement block in Json.Items(message, "content"))
            {
                if (Json.Text(block, "type") == "tool_result")
                {
                    string text = Json.Text(block, "content") ?? string.Concat(Json.Items(block, "content").Select(static part => Json.Text(part, "text")));
                    foreach (Match match in AgentId().Matches(text))
                    {
                        yield return match.Groups[1].Value;
                    }
                }
            }
        }
    }

    [GeneratedRegex(@"\bagentId: ([\w-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex AgentId();
}
