// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NemoFlow.Configuration.Schema;

namespace NemoFlow.Configuration.Layers;

/// <summary>Values that are given as text.</summary>
internal static class OptionValue
{
    /// <summary>The value in the type that the key wants, where the text can be read so; else the text, which is found wrong later.</summary>
    public static object Parse(string text, string key)
    {
        SchemaNode? node = ConfigSchema.All;
        foreach (string name in key.Split('.'))
        {
            node = (node as SchemaTable)?[name];
        }

        return (node as SchemaScalar)?.Kind switch
        {
            ScalarKind.Flag when text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
            ScalarKind.Flag when text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
            ScalarKind.Whole when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) => whole,
            ScalarKind.Number when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
            _ => text,
        };
    }
}
