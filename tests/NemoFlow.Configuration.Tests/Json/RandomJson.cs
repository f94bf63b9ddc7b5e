// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Configuration.Tests.Json;

/// <summary>Objects with comments, line ends and commas in odd places.</summary>
internal static class RandomJson
{
    private static readonly string[] Spaces = ["", "", " ", "\n", "\n  ", "\t", " // c\n", "/* c */", "\r\n "];

    private static readonly string[] Scalars = ["1", "\"x\"", "true", "null", "\"// no\"", "-2.5e1", "\"\\u00e9\""];

    public static string Object(Random random)
    {
        StringBuilder text = new();
        text.Append(Space(random));
        Container(text, random, isObject: true, depth: 0);
        return text.Append(Space(random)).ToString();
    }

    private static void Value(StringBuilder text, Random random, int depth)
    {
        if (depth < 3 && random.Next(3) == 0)
        {
            Container(text, random, random.Next(2) == 0, depth + 1);
        }
        else
        {
            text.Append(Scalars[random.Next(Scalars.Length)]);
        }
    }

    /// <summary>An empty container has no line break: nothing tells whether the one between its brackets was there before.</summary>
    private static void Container(StringBuilder text, Random random, bool isObject, int depth)
    {
        int count = random.Next(4);
        text.Append(isObject ? '{' : '[');
        for (int i = 0; i < count; i++)
        {
            text.Append(Space(random));
            if (isObject)
            {
                text.Append("\"m").Append(i).Append(random.Next(4) == 0 ? "\"\n :" : "\":").Append(Space(random));
            }

            Value(text, random, depth);
            text.Append(Space(random));
            if (i < count - 1 || random.Next(4) == 0)
            {
                text.Append(',');
            }
        }

        text.Append(count == 0 ? "" : Space(random)).Append(isObject ? '}' : ']');
    }

    private static string Space(Random random) => Spaces[random.Next(Spaces.Length)];
}
