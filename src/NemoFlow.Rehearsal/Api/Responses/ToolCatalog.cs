// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Rehearsal.Api.Responses;

/// <summary>The tools that a request offers, at the top level and in its items, by name and namespace.</summary>
internal sealed class ToolCatalog
{
    private readonly List<OfferedTool> _tools = [];

    public IEnumerable<string> Names => _tools.Select(static tool => tool.Name);

    public static ToolCatalog Read(JsonElement body)
    {
        ToolCatalog catalog = new();
        catalog.Add(body, null);
        foreach (JsonElement item in Json.Items(body, "input"))
        {
            // Newer models get their tools as an item; a tool search brings more of them as its output.
            if (Json.Text(item, "type") is "additional_tools" or "tool_search_output")
            {
                catalog.Add(item, null);
            }
        }

        return catalog;
    }

    public OfferedTool? Find(string name, string? type = null)
        => _tools.Find(tool => tool.Name == name && (type is null || tool.Type == type));

    public OfferedTool? FindIn(string space, string name)
        => _tools.Find(tool => tool.Namespace == space && tool.Name == name);

    public bool HasType(string type) => _tools.Exists(tool => tool.Type == type);

    private void Add(JsonElement owner, string? space)
    {
        foreach (JsonElement tool in Json.Items(owner, "tools"))
        {
            string type = Json.Text(tool, "type") ?? "function";
            string? name = Json.Text(tool, "name");
            if (type == "namespace")
            {
                Add(tool, name);
            }
            else
            {
                _tools.Add(new OfferedTool(space, type, name ?? type, tool));
            }
        }
    }
}
