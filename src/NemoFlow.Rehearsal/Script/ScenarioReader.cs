// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Rehearsal.Script;

/// <summary>Turns scenario JSON into records; unknown keys are errors, so that a typing mistake never passes silently.</summary>
internal static class ScenarioReader
{
    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    public static Scenario Read(string json, string? source)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Options);
            // Cloned, because bodies and raw items outlive the document.
            return ReadScenario(new JsonCursor(document.RootElement.Clone(), string.Empty), source);
        }
        catch (JsonException exception)
        {
            string location = $"line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}";
            throw new ScenarioException(location, "this is not JSON", source, exception);
        }
        catch (ScenarioException exception) when (source is not null)
        {
            throw new ScenarioException(exception.Location, exception.Problem, source);
        }
    }

    private static Scenario ReadScenario(JsonCursor root, string? source)
    {
        root.Object("name", "description", "prompts", "final_text", "echo_tools", "conversations");
        Scenario scenario = new()
        {
            Name = root.Find("name")?.Text() ?? source ?? "scenario",
            Description = root.Find("description")?.Text(),
            Prompts = root.Find("prompts") is { } prompts ? [.. prompts.Items().Select(static item => item.Text())] : [],
            EchoTools = root.Find("echo_tools")?.Flag() ?? false,
            Conversations = [.. root.Get("conversations").Items().Select(ReadConversation)],
        };
        return root.Find("final_text") is { } text ? scenario with { FinalText = text.Text() } : scenario;
    }

    private static Conversation ReadConversation(JsonCursor cursor, int index)
    {
        cursor.Object("name", "when", "turns");
        return new Conversation
        {
            Name = cursor.Find("name")?.Text() ?? $"conversation-{index}",
            When = cursor.Find("when") is { } when ? ReadMatch(when) : new ConversationMatch(),
            Turns = [.. cursor.Get("turns").Items().Select(ReplyReader.Read)],
        };
    }

    private static ConversationMatch ReadMatch(JsonCursor cursor)
    {
        cursor.Object("text", "agent", "kind", "api", "model", "system", "tool", "body");
        ConversationMatch match = new()
        {
            Text = cursor.Find("text")?.Text(),
            Api = cursor.Find("api")?.OneOf(ApiNames.Responses, ApiNames.Messages, ApiNames.Chat),
            Model = cursor.Find("model")?.Text(),
            System = cursor.Find("system")?.Text(),
            Tool = cursor.Find("tool")?.Text(),
            Body = cursor.Find("body")?.Text(),
            Subagent = cursor.Find("agent")?.OneOf("root", "subagent") switch
            {
                null => null,
                "subagent" => true,
                _ => false,
            },
        };
        return cursor.Find("kind") is { } kind ? match with { Kind = kind.Text() } : match;
    }
}
