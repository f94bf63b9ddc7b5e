// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Hook;

/// <summary>Reduces a payload to the scalars that say what happened, where what was said must not be written down.</summary>
internal static class PayloadFilter
{
    private static readonly string[] Kept =
    [
        "session_id", "turn_id", "hook_event_name", "event", "type", "tool_use_id", "tool_name", "agent_id", "agent_type", "cwd", "model",
        "transcript_path", "status", "source", "reason", "thread-id", "turn-id",
    ];

    /// <summary>An object with the kept members, byte for byte; empty where the payload is no JSON object.</summary>
    public static byte[] Reduce(ReadOnlySpan<byte> payload)
    {
        using MemoryStream output = new();
        Utf8JsonReader reader = JsonText.Reader(payload);
        try
        {
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    CopyMember(ref reader, output);
                }
            }
        }
        catch (JsonException)
        {
            // A payload that cannot be read to its end cannot be vouched for either.
            output.SetLength(0);
        }

        if (output.Length == 0)
        {
            return "{}"u8.ToArray();
        }

        output.WriteByte((byte)'}');
        return output.ToArray();
    }

    private static void CopyMember(ref Utf8JsonReader reader, MemoryStream output)
    {
        string? name = KeptName(ref reader);
        reader.Read();
        if (name is null || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False))
        {
            reader.Skip();
            return;
        }

        output.Write(output.Length == 0 ? "{\""u8 : ",\""u8);
        foreach (char c in name)
        {
            output.WriteByte((byte)c);
        }

        // The token as it was written, escapes included.
        bool isText = reader.TokenType == JsonTokenType.String;
        output.Write(isText ? "\":\""u8 : "\":"u8);
        output.Write(reader.ValueSpan);
        if (isText)
        {
            output.WriteByte((byte)'"');
        }
    }

    private static string? KeptName(ref Utf8JsonReader reader)
    {
        foreach (string name in Kept)
        {
            if (reader.ValueTextEquals(name))
            {
                return name;
            }
        }

        return null;
    }
}
