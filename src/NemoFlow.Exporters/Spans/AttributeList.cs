// SPDX-License-Identifier: Apache-2.0
using System.Collections;

namespace NemoFlow.Exporters.Spans;

/// <summary>
/// Attributes in the order in which they were added. There is no limit on their number: the limit of 128 that SDKs have drops token counts
/// behind long message lists. A value that is null adds nothing: what is not known is absent, never zero or empty.
/// </summary>
public sealed class AttributeList : IReadOnlyList<KeyValuePair<string, AttributeValue>>
{
    private readonly List<KeyValuePair<string, AttributeValue>> _items = [];

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public KeyValuePair<string, AttributeValue> this[int index] => _items[index];

    /// <summary>Adds a text.</summary>
    public void Add(string key, string? value)
    {
        if (value is not null)
        {
            _items.Add(new(key, AttributeValue.Of(value)));
        }
    }

    /// <summary>Adds a whole number.</summary>
    public void Add(string key, long? value)
    {
        if (value is { } number)
        {
            _items.Add(new(key, AttributeValue.Of(number)));
        }
    }

    /// <summary>Adds a fraction.</summary>
    public void Add(string key, double? value)
    {
        if (value is { } number)
        {
            _items.Add(new(key, AttributeValue.Of(number)));
        }
    }

    /// <summary>Adds a truth.</summary>
    public void Add(string key, bool value) => _items.Add(new(key, AttributeValue.Of(value)));

    /// <summary>Adds a list of texts; an empty one says nothing.</summary>
    public void Add(string key, IReadOnlyList<string> value)
    {
        if (value.Count > 0)
        {
            _items.Add(new(key, AttributeValue.Of(value)));
        }
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, AttributeValue>> GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
