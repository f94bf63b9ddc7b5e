// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Configuration.Json;

/// <summary>An object or an array.</summary>
public sealed class JsoncContainer : JsoncValue
{
    private readonly List<JsoncItem> _items = [];

    internal JsoncContainer(JsoncSource source, int start, JsoncKind kind)
        : base(source, start) => Kind = kind;

    /// <inheritdoc/>
    public override JsoncKind Kind { get; }

    /// <summary>The members or elements in order, members of the same name included.</summary>
    public IReadOnlyList<JsoncItem> Items => _items;

    /// <summary>The value at a path of names; an array is entered by its element's index. Of members of the same name the last counts, as for other readers.</summary>
    public JsoncValue? TryGet(params ReadOnlySpan<string> path)
    {
        JsoncValue? value = this;
        foreach (string segment in path)
        {
            value = (value as JsoncContainer)?.Find(segment)?.Value;
            if (value is null)
            {
                return null;
            }
        }

        return value;
    }

    /// <summary>The object or array at a path; null where there is none or it is something else.</summary>
    public JsoncContainer? TryGetContainer(JsoncKind kind, params ReadOnlySpan<string> path) =>
        TryGet(path) is JsoncContainer container && container.Kind == kind ? container : null;

    /// <summary>The string at a path.</summary>
    public string? TryGetString(params ReadOnlySpan<string> path) => TryGet(path) is JsoncScalar { Kind: JsoncKind.String } scalar ? scalar.Text : null;

    /// <summary>The boolean at a path.</summary>
    public bool? TryGetBoolean(params ReadOnlySpan<string> path) => TryGet(path) is JsoncScalar { Kind: JsoncKind.Boolean } scalar ? scalar.Text == "true" : null;

    /// <summary>Whether there is a comment between the brackets, outside the items' own values.</summary>
    public bool HasComment
    {
        get
        {
            int at = Start + 1;
            foreach (JsoncItem item in _items)
            {
                if (!IsBlank(at, item.Start))
                {
                    return true;
                }

                at = item.End;
            }

            return !IsBlank(at, End - 1);
        }
    }

    internal JsoncItem? Find(string segment)
    {
        if (Kind == JsoncKind.Object)
        {
            return _items.FindLast(item => item.Name == segment);
        }

        return int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < _items.Count ? _items[index] : null;
    }

    internal void Add(JsoncItem item) => _items.Add(item);

    private bool IsBlank(int start, int end) => Source.Text.AsSpan(start..end).Trim(" \t\r\n,").IsEmpty;
}
