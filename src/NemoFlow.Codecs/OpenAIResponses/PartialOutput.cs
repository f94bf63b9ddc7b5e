// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Codecs.OpenAIResponses;

/// <summary>
/// The output items of a response while it is streamed. Their place tells them apart; where it is missing, or the same for all, their
/// ids do. Ids alone would not: some providers name an item anew with every event.
/// </summary>
internal sealed class PartialOutput
{
    private readonly List<PartialItem> _items = [];

    public int Count => _items.Count;

    /// <summary>The items in their order.</summary>
    public IEnumerable<PartialItem> Items => _items.OrderBy(i => i.Index);

    /// <summary>Takes an item that begins, or one that is finished.</summary>
    public void Take(JsonElement data, JsonElement item, bool done)
    {
        PartialItem? known = data.LongAt("output_index") is { } index ? AtPlace(index, item, done) : Named(item, done);
        (known ?? Add(data)).Take(item, done);
    }

    /// <summary>The item that a delta belongs to. A provider that numbers no items streams one after the other.</summary>
    public PartialItem For(JsonElement data)
    {
        string? id = data.TextAt("item_id");
        PartialItem? known = data.LongAt("output_index") is { } index
            ? (id is null ? null : _items.FindLast(i => i.Index == index && i.Id == id)) ?? _items.FindLast(i => i.Index == index)
            : (id is null ? null : _items.FindLast(i => i.Id == id)) ?? _items.LastOrDefault();
        return known ?? Add(data);
    }

    private PartialItem? AtPlace(long index, JsonElement item, bool done)
    {
        PartialItem? same = _items.FindLast(i => i.Index == index && i.Id is not null && i.Id == item.FirstText("id", "call_id"));
        PartialItem? last = same ?? _items.FindLast(i => i.Index == index);
        if (last is null || last.Id is null)
        {
            return last is { IsDone: true } && !last.IsSame(item) ? null : last;
        }

        // One that is not finished may be finished under another name, but not begin under one.
        return last == same || (done && !last.IsDone) || last.IsSame(item) ? last : null;
    }

    private PartialItem? Named(JsonElement item, bool done)
    {
        PartialItem? same = _items.FindLast(i => i.IsSame(item));
        return same ?? (done ? _items.Find(i => !i.IsDone && (i.Id is null || item.FirstText("id", "call_id") is null)) : null);
    }

    private PartialItem Add(JsonElement data)
    {
        PartialItem item = new(data.LongAt("output_index") ?? (_items.Count == 0 ? 0 : _items.Max(i => i.Index) + 1));
        _items.Add(item);
        return item;
    }
}
