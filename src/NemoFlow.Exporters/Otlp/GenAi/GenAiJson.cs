// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Otlp.GenAi;

/// <summary>Attributes whose value is JSON in a text.</summary>
internal static class GenAiJson
{
    public static string Text(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using (Utf8JsonWriter writer = new(buffer, JsonVerbatim.WriterOptions))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
