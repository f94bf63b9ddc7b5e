// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Hooks;

namespace NemoFlow.Hook;

/// <summary>The few things a hook client must know about JSON, read token by token without a document or a serializer.</summary>
internal static class JsonText
{
    /// <summary>Deeper than any real payload; the reader's own limit of 64 is not.</summary>
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1024 };

    public static bool IsValid(string text)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text), Options);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A reader over a payload.</summary>
    public static Utf8JsonReader Reader(ReadOnlySpan<byte> json) => new(json, Options);

    /// <summary>
    /// The message of a policy's rejection: the body's <c>error.message</c>, empty where it has none; null where <c>error.type</c>
    /// does not say that this is a rejection.
    /// </summary>
    public static string? RejectionMessage(ReadOnlySpan<byte> body)
    {
        string? type = null;
        string? message = null;
        Utf8JsonReader reader = Reader(body);
        try
        {
            bool inError = false;
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
                {
                    inError = reader.ValueTextEquals("error"u8);
                }
                else if (inError && reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 2 })
                {
                    bool isType = reader.ValueTextEquals("type"u8);
                    bool isMessage = reader.ValueTextEquals("message"u8);
                    if (reader.Read() && reader.TokenType == JsonTokenType.String)
                    {
                        type = isType ? reader.GetString() : type;
                        message = isMessage ? reader.GetString() : message;
                    }
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or text that is not Unicode: no rejection of ours.
            return null;
        }

        return type?.Contains(HookWire.GuardrailRejected, StringComparison.Ordinal) == true ? message ?? "" : null;
    }
}
