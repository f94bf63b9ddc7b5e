// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Spans;

/// <summary>The value of an attribute: text, truth, number or a list of texts.</summary>
public readonly struct AttributeValue
{
    private readonly object? _reference;
    private readonly long _bits;

    private AttributeValue(AttributeKind kind, object? reference, long bits)
    {
        Kind = kind;
        _reference = reference;
        _bits = bits;
    }

    /// <summary>What it is.</summary>
    public AttributeKind Kind { get; }

    /// <summary>The text of a text.</summary>
    public string Text => (string)_reference!;

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<string> Texts => (IReadOnlyList<string>)_reference!;

    /// <summary>The whole number.</summary>
    public long Whole => _bits;

    /// <summary>The fraction.</summary>
    public double Fraction => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The truth.</summary>
    public bool Truth => _bits != 0;

    /// <summary>A text.</summary>
    public static AttributeValue Of(string value) => new(AttributeKind.Text, value, 0);

    /// <summary>A whole number.</summary>
    public static AttributeValue Of(long value) => new(AttributeKind.Whole, null, value);

    /// <summary>A fraction.</summary>
    public static AttributeValue Of(double value) => new(AttributeKind.Fraction, null, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A truth.</summary>
    public static AttributeValue Of(bool value) => new(AttributeKind.Truth, null, value ? 1 : 0);

    /// <summary>A list of texts.</summary>
    public static AttributeValue Of(IReadOnlyList<string> value) => new(AttributeKind.Texts, value, 0);
}
