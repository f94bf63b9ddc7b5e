// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace NemoFlow.Storage.Tests.Support;

/// <summary>Generates JSON texts of every form: escapes, long strings that come back, reserved-looking names, white space with newlines.</summary>
internal static class JsonTexts
{
    private static readonly string[] Spaces = ["", "", "", " ", "\n", "\r\n\t", "  \n  "];

    private static readonly string[] Names =
        ["a", "", "kind", "session", "data", "items", "$nemo", "$$nemo", "$$$nemo_x", "$", "$nem", "\\u0024nemo", "$n\\u0065mo", "nemo", "$nemo\\n", "ключ", "\\ud83d\\ude00", "cache_control"];

    private static readonly string[] Numbers =
        ["0", "-0", "1.0", "1.50", "1e2", "1E+400", "-1.25e-30", "12345678901234567890123456789", "0.1000000000000000055511151231257827", "-9223372036854775808"];

    private static readonly string[] Pieces =
        ["x", " ", "\\n", "\\\"", "\\\\", "\\/", "\\u0000", "\\u00e9", "é", "\\ud83d\\ude00", "😀", "\u2028", "{\\\"$nemo\\\":[0,5]}", "]}", "текст", "\\b\\f\\t\\r"];

    /// <summary>Long strings of a small pool, so that they repeat within and between documents.</summary>
    private static readonly string[] Long =
        [.. Enumerable.Range(0, 4).Select(i => string.Concat(Enumerable.Repeat("line " + i + " of \\\"output\\\"\\n", 15 + (i * 20)))), new string('ü', 127), new string('b', 254), new string('b', 253)];

    private static readonly Gen<string> Space = Gen.Elements(Spaces);

    private static readonly Gen<string> Text = Gen.Frequency(
        (4, Gen.Elements(Pieces).ListOf().Select(string.Concat)),
        (2, Gen.Elements(Long)));

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Text.Select(t => "\"" + t + "\""),
        Gen.Elements(Numbers),
        Gen.Elements("true", "false", "null", "{}", "[]", "{\"$nemo\":[0,9]}", "{\"$nemo\":[1,2],\"x\":1}", "{\"$$nemo\":{\"$nemo\":[3,4]}}"));

    /// <summary>An object: what the data of a journal entry is.</summary>
    public static Gen<string> Objects { get; } = Gen.Sized(size => Object(Math.Min(size, 40)));

    /// <summary>Any value.</summary>
    public static Gen<string> Values { get; } = Gen.Sized(size => Value(Math.Min(size, 40)));

    /// <summary>Objects and arrays in turn around a value, so many of them.</summary>
    public static string Nested(int depth, string innermost)
    {
        StringBuilder text = new();
        for (int i = 0; i < depth; i++)
        {
            text.Append(i % 2 == 0 ? "{\"$nemo\":" : "[1,");
        }

        text.Append(innermost);
        for (int i = depth - 1; i >= 0; i--)
        {
            text.Append(i % 2 == 0 ? '}' : ']');
        }

        return text.ToString();
    }

    private static Gen<string> Value(int size) => size <= 1
        ? Scalar
        : Gen.Frequency((3, Scalar), (2, Object(size / 2)), (2, Array(size / 2)));

    private static Gen<string> Array(int size) =>
        from elements in Element(Value(size)).ListOf()
        from space in Space
        select "[" + string.Join(",", elements.Take(6)) + space + "]";

    private static Gen<string> Object(int size) =>
        from members in Member(size).ListOf()
        from space in Space
        select "{" + string.Join(",", members.Take(6)) + space + "}";

    private static Gen<string> Member(int size) =>
        from name in Gen.Elements(Names)
        from before in Space
        from value in Element(Value(size))
        select before + "\"" + name + "\"" + before + ":" + value;

    private static Gen<string> Element(Gen<string> value) =>
        from before in Space
        from text in value
        from after in Space
        select before + text + after;
}
