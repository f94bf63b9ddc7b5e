// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Json;

/// <summary>A member or an element: its value, and for a member its name.</summary>
public sealed class JsoncItem
{
    internal JsoncItem(string? name, int start, JsoncValue value)
    {
        Name = name;
        Start = start;
        Value = value;
    }

    /// <summary>A member's name; null for an element of an array.</summary>
    public string? Name { get; }

    /// <summary>The value.</summary>
    public JsoncValue Value { get; }

    /// <summary>The offset of the first character, of the name where there is one.</summary>
    internal int Start { get; }

    internal int End => Value.End;

    /// <summary>The offset of the comma after the item; null where there is none.</summary>
    internal int? Comma { get; set; }
}
