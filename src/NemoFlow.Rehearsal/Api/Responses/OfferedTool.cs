// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Rehearsal.Api.Responses;

/// <summary>One tool of a request.</summary>
internal sealed record OfferedTool(string? Namespace, string Type, string Name, JsonElement Definition)
{
    public bool HasProperty(string name) => Property(name) is not null;

    /// <summary>The JSON type of a parameter; null when it is absent or has several.</summary>
    public string? PropertyType(string name) => Property(name) is { } property ? Json.Text(property, "type") : null;

    private JsonElement? Property(string name) => Json.Find(Definition, "parameters", "properties", name);
}
