// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace NemoFlow.Rehearsal.Tests.Support;

/// <summary>Takes event streams of the Messages and Chat Completions APIs apart.</summary>
internal static class StreamParts
{
    /// <summary>The data of each event; named events must name their own type, <c>[DONE]</c> must come last.</summary>
    public static IReadOnlyList<JsonObject> Read(string body)
    {
        List<JsonObject> events = [];
        Assert.EndsWith("\n\n", body, StringComparison.Ordinal);
        string[] blocks = body[..^2].Split("\n\n");
        for (int index = 0; index < blocks.Length; index++)
        {
            string[] lines = blocks[index].Split('\n');
            Assert.StartsWith("data: ", lines[^1], StringComparison.Ordinal);
            string data = lines[^1]["data: ".Length..];
            if (data == "[DONE]")
            {
                Assert.Equal(blocks.Length - 1, index);
                continue;
            }

            JsonObject parsed = JsonNode.Parse(data)!.AsObject();
            if (lines.Length > 1)
            {
                Assert.Equal($"event: {(string?)parsed["type"]}", lines[0]);
            }

            events.Add(parsed);
        }

        return events;
    }

    public static string Concat(IEnumerable<JsonObject> events, string type, string key)
        => string.Concat(events.Where(e => (string?)e["delta"]?["type"] == type).Select(e => (string?)e["delta"]![key]));
}
