// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Configuration.Nodes;

/// <summary>A single value.</summary>
public sealed class ConfigScalar : ConfigNode
{
    /// <summary>Takes a <see cref="string"/>, <see cref="long"/>, <see cref="double"/> or <see cref="bool"/>.</summary>
    public ConfigScalar(object value, ConfigSource source)
        : base(source) => Value = value;

    /// <summary>The value.</summary>
    public object Value { get; }

    /// <summary>The value as text.</summary>
    public string Text => Value switch
    {
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => Value.ToString()!,
    };
}
