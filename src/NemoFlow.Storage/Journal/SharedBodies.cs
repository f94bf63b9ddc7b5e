// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Storage.Journal;

/// <summary>
/// Reads the bodies of model requests once for all requests that have the same: what is written alike, references included, is alike,
/// for a reference means the same wherever it stands.
/// </summary>
internal sealed class SharedBodies(ReferenceResolver resolver)
{
    /// <summary>Bodies that are kept: one for each agent at work, or for each turn of one.</summary>
    private const int Capacity = 32;

    private readonly Dictionary<UInt128, JsonElement> _bodies = [];
    private readonly Queue<UInt128> _order = [];

    private static ReadOnlySpan<byte> Nothing => "null"u8;

    /// <summary>Takes the body out of a line, where it refers to values elsewhere: those are large, and others refer to them too.</summary>
    /// <param name="line">The line as it stands in the file.</param>
    /// <param name="position">Where it stands.</param>
    /// <param name="body">The body; null where the line stays as it is.</param>
    /// <returns>The line with <c>null</c> in the body's place.</returns>
    /// <exception cref="JsonException">The line is not JSON, or a reference points nowhere.</exception>
    public ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> line, long position, out JsonElement? body)
    {
        body = null;
        if (Find(line.Span) is not { } range || line.Span[range].IndexOf(JournalFormat.ReferenceStart) < 0)
        {
            return line;
        }

        ReadOnlyMemory<byte> raw = line[range];
        UInt128 hash = ContentHash.Of(raw.Span);
        if (!_bodies.TryGetValue(hash, out JsonElement known))
        {
            known = JsonElement.Parse(JsonCharacters.Repair(resolver.Resolve(raw, position)).Span, JournalFormat.LineOptions);
            _bodies.Add(hash, known);
            _order.Enqueue(hash);
            if (_order.Count > Capacity)
            {
                _bodies.Remove(_order.Dequeue());
            }
        }

        body = known;
        byte[] rest = new byte[line.Length - raw.Length + Nothing.Length];
        int start = range.Start.Value;
        line.Span[..start].CopyTo(rest);
        Nothing.CopyTo(rest.AsSpan(start));
        line.Span[range.End..].CopyTo(rest.AsSpan(start + Nothing.Length));
        return rest;
    }

    /// <summary>Where <c>data.body</c> of a model request stands.</summary>
    private static Range? Find(ReadOnlySpan<byte> line)
    {
        Utf8JsonReader reader = new(line, JournalFormat.LineReaderOptions);
        bool request = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool kind = reader.ValueTextEquals("kind"u8);
            bool data = reader.ValueTextEquals("data"u8);
            reader.Read();
            request |= kind && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(EventKinds.LlmRequest);
            if (data)
            {
                return request && reader.TokenType == JsonTokenType.StartObject ? FindBody(ref reader) : null;
            }

            reader.Skip();
        }

        return null;
    }

    private static Range? FindBody(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool body = reader.ValueTextEquals("body"u8);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            bool isObject = reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
            if (body)
            {
                return isObject ? new Range(start, (int)reader.BytesConsumed) : null;
            }
        }

        return null;
    }
}
