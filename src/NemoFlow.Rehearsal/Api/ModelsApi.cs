// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Http;
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Api;

/// <summary>The model list, which clients of every API ask for.</summary>
internal sealed class ModelsApi : IProviderApi
{
    private static readonly string[] Models = ["gpt-5.5", "gpt-5.6-luna", "gpt-6.1-sol"];
    private static readonly string[] ClaudeModels = ["claude-opus-5-5", "claude-sonnet-5", "claude-haiku-4-5"];

    public ProviderAnswer? Answer(ProviderExchange exchange)
    {
        if (exchange.Path is not ("/v1/models" or "/models") || exchange.Request.Method != "GET")
        {
            return null;
        }

        if (exchange.Header("anthropic-version") is not null)
        {
            return ProviderAnswer.Json(200, ScenarioJson.Compact(AnthropicList()));
        }

        JsonArray data = [.. Models.Select(static model => new JsonObject
        {
            ["id"] = model,
            ["object"] = "model",
            ["created"] = 1_735_689_600,
            ["owned_by"] = "rehearsal",
        })];
        // Codex reads `models`; an empty list leaves it with what it knows itself.
        JsonObject list = new() { ["object"] = "list", ["data"] = data, ["models"] = new JsonArray() };
        return ProviderAnswer.Json(200, ScenarioJson.Compact(list));
    }

    private static JsonObject AnthropicList()
        => new()
        {
            ["data"] = new JsonArray([.. ClaudeModels.Select(static model => new JsonObject
            {
                ["type"] = "model",
                ["id"] = model,
                ["display_name"] = model,
                ["created_at"] = "2026-01-01T00:00:00Z",
            })]),
            ["has_more"] = false,
            ["first_id"] = ClaudeModels[0],
            ["last_id"] = ClaudeModels[^1],
        };
}
