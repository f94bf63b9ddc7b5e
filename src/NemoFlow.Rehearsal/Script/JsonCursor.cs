// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Rehearsal.Script;

/// <summary>A JSON value that knows its place in the file, so that every complaint names it.</summary>
internal readonly struct JsonCursor(JsonElement element, string path)
{
    public JsonElement Element { get; } = element;

    private string Path { get; } = path;

    public bool IsString => Element.ValueKind == JsonValueKind.String;

    public bool IsObject => Element.ValueKind == JsonValueKind.Object;

    public ScenarioException Error(string problem) => new(Path.Length == 0 ? "scenario" : Path, problem);

    /// <summary>Checks that this is an object with none but the allowed keys.</summary>
    public JsonCursor Object(params ReadOnlySpan<string> allowed)
    {
        Require(JsonValueKind.Object, "an object");
        foreach (JsonProperty property in Element.EnumerateObject())
        {
            if (!allowed.Contains(property.Name))
            {
                throw Error($"unknown key '{property.Name}'; allowed are {string.Join(", ", allowed.ToArray())}");
            }
        }

        return this;
    }

    public JsonCursor? Find(string key)
        => Element.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? new JsonCursor(value, Path.Length == 0 ? key : Path + "." + key)
            : null;

    public JsonCursor Get(string key) => Find(key) ?? throw Error($"'{key}' is missing");

    public IEnumerable<JsonCursor> Items()
    {
        Require(JsonValueKind.Array, "a list");
        int index = 0;
        foreach (JsonElement item in Element.EnumerateArray())
        {
            yield return new JsonCursor(item, $"{Path}[{index++}]");
        }
    }

    public string Text()
    {
        Require(JsonValueKind.String, "a string");
        return Element.GetString()!;
    }

    public bool Flag()
        => Element.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Error($"expected true or false, found {Describe()}"),
        };

    public int Number(int minimum, int maximum)
    {
        if (Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out int value)
            && value >= minimum && value <= maximum)
        {
            return value;
        }

        string range = maximum == int.MaxValue ? $"of at least {minimum}" : $"from {minimum} to {maximum}";
        throw Error($"expected a whole number {range}, found {Describe()}");
    }

    public string OneOf(params ReadOnlySpan<string> allowed)
    {
        string value = IsString ? Text() : string.Empty;
        return allowed.Contains(value)
            ? value
            : throw Error($"expected one of {string.Join(", ", allowed.ToArray())}, found {Describe()}");
    }

    /// <summary>An object of strings, in file order: header names and values.</summary>
    public List<KeyValuePair<string, string>> Pairs()
    {
        Require(JsonValueKind.Object, "an object of strings");
        List<KeyValuePair<string, string>> pairs = [];
        foreach (JsonProperty property in Element.EnumerateObject())
        {
            pairs.Add(new(property.Name, new JsonCursor(property.Value, Path + "." + property.Name).Text()));
        }

        return pairs;
    }

    private void Require(JsonValueKind kind, string expected)
    {
        if (Element.ValueKind != kind)
        {
            throw Error($"expected {expected}, found {Describe()}");
        }
    }

    private string Describe()
        => Element.ValueKind switch
        {
            JsonValueKind.String => $"\"{Element.GetString()}\"",
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            _ => Element.GetRawText(),
        };
}
