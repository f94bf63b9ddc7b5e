// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;

namespace NemoFlow.Engine.Capture;

/// <summary>Looks at JSON without building it: whether it is well-formed, and the few members that say whose request it is.</summary>
internal static class RequestPeek
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    private const int EmptyArrayLength = 2;

    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <summary>
    /// True where the bytes are one JSON object; then <paramref name="members"/> holds the members that carry ids, the model, and whether
    /// there are tools.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out JsonElement members)
    {
        members = default;
        ArrayBufferWriter<byte>? kept = null;
        Utf8JsonReader reader = new(json, Options);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool wanted = reader.ValueTextEquals("client_metadata"u8) || reader.ValueTextEquals("prompt_cache_key"u8)
                    || reader.ValueTextEquals("metadata"u8) || reader.ValueTextEquals("session_id"u8)
                    || reader.ValueTextEquals("model"u8);
                bool tools = reader.ValueTextEquals("tools"u8);
                ReadOnlySpan<byte> name = reader.ValueSpan;
                reader.Read();
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (wanted)
                {
                    kept ??= new ArrayBufferWriter<byte>(512);
                    Keep(kept, name, json[start..(int)reader.BytesConsumed]);
                }
                else if (tools && reader.TokenType == JsonTokenType.EndArray && (int)reader.BytesConsumed - start > EmptyArrayLength)
                {
                    kept ??= new ArrayBufferWriter<byte>(512);
                    Keep(kept, name, "true"u8);
                }
            }

            if (reader.Read())
            {
                return false;
            }
        }
        catch (JsonException)
        {
            return false;
        }

        kept?.Write("}"u8);
        members = kept is null ? Nothing : JsonElement.Parse(kept.WrittenSpan, new JsonDocumentOptions { MaxDepth = 512 });
        return true;
    }

    /// <summary>True where the bytes are one JSON value.</summary>
    public static bool IsValid(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, Options);
        try
        {
            bool any = false;
            while (reader.Read())
            {
                any = true;
            }

            return any;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Keep(ArrayBufferWriter<byte> kept, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        kept.Write(kept.WrittenCount == 0 ? "{\""u8 : ",\""u8);
        kept.Write(name);
        kept.Write("\":"u8);
        kept.Write(value);
    }
}
