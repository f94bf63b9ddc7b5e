// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Http;
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Api;

/// <summary>The model list, which clients of every API ask for.</summary>
internal sealed class ModelsApi : IProviderApi
{
    private static readonly string[] Models = ["gpt-5.5", "gpt-5.6-luna", "gpt-6.1-sol"];

    public ProviderAnswer? Answer(ProviderExchange exchange)
    {
        if (exchange.Path is not ("/v1/models" or "/models") || exchange.Request.Method != "GET")
        {
            return null;
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
}
