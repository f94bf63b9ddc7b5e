// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Codecs.OpenAIResponses;
using NemoFlow.Codecs.Tests.Support;

namespace NemoFlow.Codecs.Tests;

/// <summary>Bytes that went wrong on their way must never become an error of the recorder.</summary>
public sealed class CodecFuzzTests
{
    private const int Rounds = 12000;

    private static readonly string[] Tokens =
        ["\"", "{", "}", "[", "]", ",", ":", "null", "true", "-1", "1e999", "\\ud83d", "\\u0000", "\n", "\n\n", "\r", "data: ", "event: x\n", "\"type\":", "\"output_index\":0,", "[DONE]", "\"item\":\"x\",", "\"response\":[],"];

    [Fact]
    public void Assemble_DamagedStream_NeverThrowsAndGivesReadableJson()
    {
        byte[] whole = ResponseStreams.Bytes(ResponseStreams.Events);
        Random random = new(4711);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] damaged = Damage(whole, random);
            (LlmResponse? response, AssembledResponse assembled) = ResponseStreams.Read(damaged);
            Assert.True(response is not null || assembled.Flags.Count > 0);
            Touch(response);
        }
    }

    [Fact]
    public void ReadResponse_DamagedBody_NeverThrows()
    {
        byte[] body = Encoding.UTF8.GetBytes(JsonElement.Parse(ResponseStreams.Events[^1]).GetProperty("response").GetRawText());
        ResponsesCodec codec = new();
        Random random = new(815);
        int parsed = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] damaged = SwapValues(body, random);
            try
            {
                JsonElement json = JsonElement.Parse(Text.JsonCharacters.Repair(damaged).Span);
                parsed++;
                Touch(codec.ReadResponse(json));
                codec.ReadRequest(json, json.ValueKind == JsonValueKind.Object && json.TryGetProperty("output", out JsonElement items) ? items : json, 0);
            }
            catch (JsonException)
            {
                // Not JSON any more: nothing that is read as a body.
            }
        }

        Assert.InRange(parsed, Rounds / 4, Rounds);
    }

    private static void Touch(LlmResponse? response)
    {
        _ = response?.Text + response?.Reasoning;
        Assert.All(response?.Items ?? [], i => Assert.NotEqual(JsonValueKind.Undefined, i.Raw.ValueKind));
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        List<byte> bytes = [.. whole.AsSpan(0, random.Next(whole.Length / 4, whole.Length))];
        for (int edits = random.Next(1, 5); edits > 0; edits--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 60), bytes.Count - at));
                    bytes.Add((byte)'\n');
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Replaces whole JSON values by others, so that most results are JSON of another shape.</summary>
    private static byte[] SwapValues(byte[] body, Random random)
    {
        string[] values = ["null", "true", "0", "-1.5", "\"\"", "\"x\"", "\"\\ud83d\"", "[]", "{}", "[[]]", "[null,1,\"x\"]", "{\"type\":\"message\"}", "99999999999999999999"];
        List<(int Start, int End)> places = [];
        Utf8JsonReader reader = new(body);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                continue;
            }

            int start = (int)reader.TokenStartIndex;
            Utf8JsonReader ahead = reader;
            ahead.Skip();
            places.Add((start, (int)ahead.BytesConsumed));
        }

        (int from, int to) = places[random.Next(1, places.Count)];
        byte[] swapped = [.. body[..from], .. Encoding.UTF8.GetBytes(values[random.Next(values.Length)]), .. body[to..]];
        return random.Next(3) == 0 ? Damage(swapped, random) : swapped;
    }
}
