// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <content>Conversions from the types that settings mostly have, so that call sites read like the file.</content>
public sealed partial class TomlLiteral
{
    /// <summary>A string.</summary>
    public static implicit operator TomlLiteral(string value) => Of(value);

    /// <summary>An integer.</summary>
    public static implicit operator TomlLiteral(long value) => Of(value);

    /// <summary>A float.</summary>
    public static implicit operator TomlLiteral(double value) => Of(value);

    /// <summary>A boolean.</summary>
    public static implicit operator TomlLiteral(bool value) => Of(value);
}
