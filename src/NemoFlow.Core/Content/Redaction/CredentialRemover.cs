// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;

namespace NemoFlow.Content.Redaction;

/// <summary>Takes credentials out of JSON; what is left stays byte for byte.</summary>
public sealed class CredentialRemover(CredentialScanner scanner)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1024 };

    /// <summary>What stands for a secret.</summary>
    public static ReadOnlySpan<byte> Replacement => "[REDACTED]"u8;

    /// <summary>The JSON without credentials: itself where it has none. What is no JSON is treated as one text.</summary>
    public ReadOnlyMemory<byte> Remove(ReadOnlyMemory<byte> json)
    {
        if (!scanner.MayBeIn(json.Span))
        {
            return json;
        }

        ArrayBufferWriter<byte> output = new(json.Length);
        try
        {
            Rewrite(json.Span, output);
        }
        catch (JsonException)
        {
            output.ResetWrittenCount();
            Splice(json.Span, scanner.FindHidden(json.Span) ?? [], output);
        }

        return output.WrittenMemory;
    }

    private void Rewrite(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> output)
    {
        Utf8JsonReader reader = new(json, Options);
        int copied = 0;
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || scanner.FindHidden(reader.ValueSpan) is not { } found)
            {
                continue;
            }

            int start = (int)reader.TokenStartIndex + 1;
            output.Write(json[copied..start]);
            Splice(reader.ValueSpan, found, output);
            copied = start + reader.ValueSpan.Length;
        }

        output.Write(json[copied..]);
    }

    private static void Splice(ReadOnlySpan<byte> text, List<TextRange> found, ArrayBufferWriter<byte> output)
    {
        int copied = 0;
        foreach (TextRange range in found)
        {
            if (range.Start >= copied)
            {
                output.Write(text[copied..range.Start]);
                output.Write(Replacement);
            }

            copied = Math.Max(copied, range.End);
        }

        output.Write(text[copied..]);
    }
}
