// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NemoFlow.SpecCases.Tests.Support;

/// <summary>Changed copies of a case's JSON.</summary>
internal static class JsonEdit
{
    /// <summary>With one more member.</summary>
    public static JsonElement With<T>(JsonElement element, string name, T value)
    {
        JsonObject copy = JsonObject.Create(element)!.DeepClone().AsObject();
        copy[name] = JsonSerializer.SerializeToNode(value);
        return JsonSerializer.SerializeToElement(copy);
    }

    /// <summary>Without the member at a dotted path.</summary>
    public static JsonElement Without(JsonElement element, string path)
    {
        JsonObject copy = JsonObject.Create(element)!.DeepClone().AsObject();
        JsonObject parent = copy;
        string[] steps = path.Split('.');
        foreach (string step in steps[..^1])
        {
            parent = parent[step]!.AsObject();
        }

        Assert.True(parent.Remove(steps[^1]), $"The case has no {path} to remove.");
        return JsonSerializer.SerializeToElement(copy);
    }

    /// <summary>The JSON that a string holds.</summary>
    public static JsonElement Parse(JsonElement text) => JsonElement.Parse(text.GetString()!);
}
