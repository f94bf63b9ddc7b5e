// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace NemoFlow.Codecs.Tests.Support;

/// <summary>Makes damaged copies of streams and bodies.</summary>
internal static class Mutation
{
    private static readonly string[] Tokens =
    [
        "\"", "{", "}", "[", "]", ",", ":", "null", "true", "-1", "1e999", "\\ud83d", "\\u0000", "\n", "\n\n", "\r", "data: ", "event: error\n", "[DONE]",
        "\"index\":0,", "\"index\":-9223372036854775808,", "\"type\":\"error\",", "\"delta\":[],", "\"content_block\":7,", "\"choices\":{},", "\"tool_calls\":[[]],",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1.5", "\"\"", "\"x\"", "\"\\ud83d\"", "[]", "{}", "[[]]", "[null,1,\"x\",{}]", "{\"type\":\"text\"}", "{\"type\":\"error\"}",
        "{\"role\":\"tool\"}", "99999999999999999999", "{\"id\":{}}", "{\"index\":0,\"id\":\"y\"}", "\"tool_use\"", "\"message_stop\"", "[{\"type\":\"tool_result\"}]",
    ];

    /// <summary>A stream of damaged, repeated, moved and lost events, cut anywhere.</summary>
    public static Gen<byte[]> Stream(IReadOnlyList<string> events) =>
        from picked in Gen.Choose(0, events.Count - 1).ListOf()
        from whole in Gen.Elements(true, false)
        from swaps in Gen.Choose(0, 3)
        from seeds in Gen.Choose(0, int.MaxValue - 1).ListOf(8)
        select Cut(Build(events, picked, whole, swaps, seeds), seeds);

    /// <summary>A body some of whose values are others.</summary>
    public static Gen<byte[]> Body(string body) =>
        from swaps in Gen.Choose(1, 4)
        from seeds in Gen.Choose(0, int.MaxValue - 1).ListOf(8)
        select Encoding.UTF8.GetBytes(SwapValues(body, swaps, new Random(seeds[0])));

    private static byte[] Build(IReadOnlyList<string> events, IReadOnlyList<int> picked, bool whole, int swaps, List<int> seeds)
    {
        Random random = new(seeds[0]);
        List<string> chosen = whole ? [.. events] : [.. picked.Select(i => events[i])];
        for (int i = 0; i < swaps && chosen.Count > 0; i++)
        {
            int at = random.Next(chosen.Count);
            chosen[at] = chosen[at].StartsWith('{') ? SwapValues(chosen[at], 1, random) : chosen[at];
        }

        StringBuilder stream = new();
        foreach (string e in chosen)
        {
            stream.Append(random.Next(3) == 0 ? "event: x\n" : "").Append("data: ").Append(e).Append("\n\n");
        }

        return Encoding.UTF8.GetBytes(stream.ToString());
    }

    private static byte[] Cut(byte[] whole, List<int> seeds)
    {
        Random random = new(seeds[1]);
        List<byte> bytes = [.. random.Next(2) == 0 ? whole : whole.AsSpan(0, random.Next(whole.Length + 1))];
        for (int edits = random.Next(4); edits > 0 && bytes.Count > 0; edits--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(3))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 60), bytes.Count - at));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }

    private static string SwapValues(string json, int count, Random random)
    {
        for (; count > 0; count--)
        {
            byte[] body = Encoding.UTF8.GetBytes(json);
            List<(int Start, int End)> places = [];
            Utf8JsonReader reader = new(body);
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject))
                {
                    Utf8JsonReader ahead = reader;
                    ahead.Skip();
                    places.Add(((int)reader.TokenStartIndex, (int)ahead.BytesConsumed));
                }
            }

            (int from, int to) = places[random.Next(places.Count)];
            json = Encoding.UTF8.GetString(body[..from]) + Values[random.Next(Values.Length)] + Encoding.UTF8.GetString(body[to..]);
        }

        return json;
    }
}
