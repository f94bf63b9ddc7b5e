// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>Reads one tool call; each kind has its own keys.</summary>
internal static class ToolReader
{
    public static ScriptedTool Read(JsonCursor cursor)
    {
        if (!cursor.IsObject)
        {
            throw cursor.Error("expected an object with 'kind'");
        }

        string kind = cursor.Get("kind").OneOf(
            "shell", "function", "custom", "local_shell", "web_search", "spawn_agent", "wait_agent", "close_agent", "raw");
        ScriptedTool tool = kind switch
        {
            "shell" => ReadCommand(cursor, ToolKind.Shell),
            "local_shell" => ReadCommand(cursor, ToolKind.LocalShell),
            "function" => ReadFunction(cursor),
            "custom" => ReadCustom(cursor),
            "web_search" => ReadWebSearch(cursor),
            "spawn_agent" => ReadSpawn(cursor),
            "wait_agent" => ReadWait(cursor),
            "close_agent" => ReadClose(cursor),
            _ => ReadRaw(cursor),
        };
        return tool with { CallId = cursor.Find("call_id")?.Text() };
    }

    private static ScriptedTool ReadCommand(JsonCursor cursor, ToolKind kind)
    {
        cursor.Object("kind", "call_id", "command");
        return new ScriptedTool { Kind = kind, Command = cursor.Get("command").Text() };
    }

    private static ScriptedTool ReadFunction(JsonCursor cursor)
    {
        cursor.Object("kind", "call_id", "name", "namespace", "arguments");
        JsonCursor? arguments = cursor.Find("arguments");
        return new ScriptedTool
        {
            Kind = ToolKind.Function,
            Name = cursor.Get("name").Text(),
            Namespace = cursor.Find("namespace")?.Text(),
            Arguments = arguments switch
            {
                null => "{}",
                { IsString: true } text => text.Text(),
                { } value => ScenarioJson.Compact(value.Element),
            },
        };
    }

    private static ScriptedTool ReadCustom(JsonCursor cursor)
    {
        cursor.Object("kind", "call_id", "name", "namespace", "input");
        return new ScriptedTool
        {
            Kind = ToolKind.Custom,
            Name = cursor.Get("name").Text(),
            Namespace = cursor.Find("namespace")?.Text(),
            Input = cursor.Get("input").Text(),
        };
    }

    private static ScriptedTool ReadWebSearch(JsonCursor cursor)
    {
        cursor.Object("kind", "call_id", "query");
        return new ScriptedTool { Kind = ToolKind.WebSearch, Query = cursor.Get("query").Text() };
    }

    private static ScriptedTool ReadSpawn(JsonCursor cursor)
    {
        cursor.Object("kind", "call_id", "name", "message", "agent_type", "background");
        return new ScriptedTool
        {
            Kind = ToolKind.SpawnAgent,
            Name = cursor.Find("name")?.Text() ?? "helper",
            Message = cursor.Get("message").Text(),
            AgentType = cursor.Find("agent_type")?.Text(),
            Background = cursor.Find("background")?.Flag() ?? false,
        };
    }

    private static ScriptedTool ReadWait(JsonCursor cursor)
    {
        cursor.Object("kind", "call_id", "timeout_ms");
        return new ScriptedTool
        {
            Kind = ToolKind.WaitAgent,
            TimeoutMilliseconds = cursor.Find("timeout_ms")?.Number(1, int.MaxValue),
        };
    }

    private static ScriptedTool ReadClose(JsonCursor cursor)
    {
        cursor.Object("kind", "call_id");
        return new ScriptedTool { Kind = ToolKind.CloseAgent };
    }

    private static ScriptedTool ReadRaw(JsonCursor cursor)
    {
        cursor.Object("kind", "call_id", "item");
        JsonCursor item = cursor.Get("item");
        if (!item.IsObject)
        {
            throw item.Error("expected an object, the output item as the provider would send it");
        }

        item.Get("type").Text();
        return new ScriptedTool { Kind = ToolKind.Raw, Item = item.Element };
    }
}
