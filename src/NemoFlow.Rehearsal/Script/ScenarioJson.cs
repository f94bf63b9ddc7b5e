// SPDX-License-Identifier: Apache-2.0
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NemoFlow.Rehearsal.Script;

/// <summary>One way to write JSON here: compact, with text outside ASCII as it is, as providers do.</summary>
internal static class ScenarioJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Compact(JsonElement element) => Compact(ToNode(element));

    public static string Compact(JsonNode? node) => node?.ToJsonString(Options) ?? "null";

    public static JsonNode? ToNode(JsonElement element)
        => element.ValueKind switch
        {
            JsonValueKind.Object => JsonObject.Create(element),
            JsonValueKind.Array => JsonArray.Create(element),
            _ => JsonValue.Create(element),
        };
}
