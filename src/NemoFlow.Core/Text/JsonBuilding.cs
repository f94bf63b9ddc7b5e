// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;

namespace NemoFlow.Text;

/// <summary>Makes JSON values out of parts that others wrote, which may be nested deeper than the framework reads of itself.</summary>
public static class JsonBuilding
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    /// <summary>The value that is written.</summary>
    public static JsonElement Build(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            write(writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan, Deep);
    }
}
