// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>A value that holds no other values.</summary>
public sealed class TomlScalar : TomlValue
{
    internal TomlScalar(TomlSource source, TomlSpan span, TomlKind kind, object value)
        : base(source, span)
    {
        Kind = kind;
        Value = value;
    }

    /// <inheritdoc/>
    public override TomlKind Kind { get; }

    /// <summary>The value, in the type that <see cref="TomlKind"/> names; meant for pattern matching.</summary>
    public object Value { get; }
}
