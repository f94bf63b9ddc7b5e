// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Atof;

/// <summary>One event: the start or end of a scope, or a mark.</summary>
public sealed class AtofLine
{
    private readonly Action<Utf8JsonWriter> _write;

    internal AtofLine(ulong key, DateTimeOffset time, DateTimeOffset settledAt, Action<Utf8JsonWriter> write)
    {
        Key = key;
        Time = time;
        SettledAt = settledAt;
        _write = write;
    }

    /// <summary>The same whenever the session is read again.</summary>
    public ulong Key { get; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>From when on nothing more is expected to change in it.</summary>
    public DateTimeOffset SettledAt { get; }

    /// <summary>Writes the event as a JSON object and a line feed.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using (Utf8JsonWriter writer = new(output, JsonVerbatim.WriterOptions))
        {
            _write(writer);
        }

        output.Write("\n"u8);
    }
}
