// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;

namespace NemoFlow.Agents.Tests.Fuzz;

/// <summary>Changes a payload: members go, move, double, change their kind or their name; text is cut in the middle of a character.</summary>
internal static class PayloadMutation
{
    /// <summary>Stands for half a character, which the mutation itself could not write.</summary>
    private const string Half = "~half~";

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1e400", "99999999999999999999999", "\"\"", "\"x\"", "\"" + Half + "\"", "\"\\u0000\"", "[]", "{}", "[[[]]]", "[null,{}]",
        "{\"id\":{}}", "{\"id\":[1]}", "\"{\"", "\"{\\\"a\\\":\"", "{\"subagent\":{\"thread_spawn\":{\"parent_thread_id\":\"p\"}}}", "\"SubagentStart\"", "\"stop\"", "\"post_api_request\"",
    ];

    private static readonly string[] Names =
    [
        "hook_event_name", "session_id", "conversation_id", "parent_conversation_id", "agent_id", "subagent_id", "child_session_id", "turn_id", "generation_id", "tool_use_id",
        "tool_call_id", "tool_name", "tool_input", "tool_response", "tool_output", "extra", "source", "prompt", "usage", "request", "response", "assistant_message", "status",
        "error", "command", "text", "message", "model", "request_id", "api_request_id", "type", "name", "id",
    ];

    /// <summary>The payload after some changes, as JSON.</summary>
    public static byte[] Mutate(string json, int seed)
    {
        Random random = new(seed);
        JsonNode root = JsonNode.Parse(json)!;
        for (int edits = random.Next(1, 6); edits > 0; edits--)
        {
            Edit(root, random);
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString().Replace(Half, "\\ud83d", StringComparison.Ordinal));
    }

    private static void Edit(JsonNode root, Random random)
    {
        List<JsonObject> objects = [.. Objects(root)];
        JsonObject target = objects[random.Next(objects.Count)];
        string[] members = [.. target.Select(m => m.Key)];
        string member = members.Length == 0 ? Names[random.Next(Names.Length)] : members[random.Next(members.Length)];
        switch (random.Next(6))
        {
            case 0:
                target.Remove(member);
                break;
            case 1:
                target[member] = Value(random);
                break;
            case 2:
                target[Names[random.Next(Names.Length)]] = Value(random);
                break;
            case 3:
                target[Names[random.Next(Names.Length)]] = target[member]?.DeepClone();
                break;
            case 4:
                JsonObject other = objects[random.Next(objects.Count)];
                target[member] = other.DeepClone();
                break;
            default:
                JsonNode? deep = JsonValue.Create(1);
                for (int depth = random.Next(1, 60); depth > 0; depth--)
                {
                    deep = depth % 2 == 0 ? new JsonArray(deep) : new JsonObject { [Names[depth % Names.Length]] = deep };
                }

                target[member] = deep;
                break;
        }
    }

    private static JsonNode? Value(Random random) => JsonNode.Parse(Values[random.Next(Values.Length)]);

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => Objects(m.Value)).Prepend(o),
        JsonArray a => a.SelectMany(Objects),
        _ => [],
    };
}
