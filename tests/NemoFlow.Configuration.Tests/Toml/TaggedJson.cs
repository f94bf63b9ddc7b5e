// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Configuration.Tests.Toml;

/// <summary>The conformance suite's notation of expected values: scalars are <c>{"type": …, "value": …}</c>.</summary>
internal static class TaggedJson
{
    public static void AssertMatches(JsonElement expected, TomlValue actual, string path)
    {
        if (expected.ValueKind == JsonValueKind.Array)
        {
            TomlArray array = Assert.IsType<TomlArray>(actual);
            Assert.Equal(expected.GetArrayLength(), array.Items.Count);
            for (int index = 0; index < array.Items.Count; index++)
            {
                AssertMatches(expected[index], array.Items[index], $"{path}[{index}]");
            }
        }
        else if (IsScalar(expected))
        {
            TomlScalar scalar = Assert.IsType<TomlScalar>(actual);
            AssertScalar(expected.GetProperty("type").GetString()!, expected.GetProperty("value").GetString()!, scalar, path);
        }
        else
        {
            TomlTable table = Assert.IsType<TomlTable>(actual);
            Assert.Equal(expected.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal), table.Keys.Order(StringComparer.Ordinal));
            foreach (JsonProperty property in expected.EnumerateObject())
            {
                AssertMatches(property.Value, table.TryGet(property.Name)!, $"{path}.{property.Name}");
            }
        }
    }

    private static bool IsScalar(JsonElement element) =>
        element.EnumerateObject().Count() == 2
        && element.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String
        && element.TryGetProperty("value", out JsonElement value) && value.ValueKind == JsonValueKind.String;

    private static void AssertScalar(string type, string text, TomlScalar actual, string path)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        (TomlKind kind, object value) = type switch
        {
            "string" => (TomlKind.String, (object)text),
            "integer" => (TomlKind.Integer, long.Parse(text, invariant)),
            "float" => (TomlKind.Float, ParseFloat(text)),
            "bool" => (TomlKind.Boolean, bool.Parse(text)),
            "datetime" => (TomlKind.OffsetDateTime, Split(DateTimeOffset.Parse(text, invariant))),
            "datetime-local" => (TomlKind.LocalDateTime, DateTime.Parse(text, invariant)),
            "date-local" => (TomlKind.LocalDate, DateOnly.Parse(text, invariant)),
            "time-local" => (TomlKind.LocalTime, TimeOnly.Parse(text, invariant)),
            _ => throw new InvalidOperationException($"The suite has a new type: {type}."),
        };
        Assert.True(kind == actual.Kind && value.Equals(actual.Value), $"{path}: expected {type} {text}, got {actual.Kind} {actual.Value}");
    }

    private static TomlOffsetDateTime Split(DateTimeOffset value) => new(value.DateTime, value.Offset);

    private static double ParseFloat(string text) => text switch
    {
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
