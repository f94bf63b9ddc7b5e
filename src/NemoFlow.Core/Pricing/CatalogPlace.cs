// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace NemoFlow.Pricing;

/// <summary>A place in a catalog of prices: the names and indexes that lead to it.</summary>
public sealed class CatalogPlace
{
    private readonly CatalogPlace? _above;
    private readonly string _step;
    private readonly bool _isIndex;

    private CatalogPlace(CatalogPlace? above, string step, bool isIndex)
    {
        _above = above;
        _step = step;
        _isIndex = isIndex;
    }

    /// <summary>The catalog itself.</summary>
    public static CatalogPlace Root { get; } = new(null, "", false);

    /// <summary>Names and indexes from the catalog on.</summary>
    public IReadOnlyList<string> Steps => _above is null ? [] : [.. _above.Steps, _step];

    /// <summary>A member.</summary>
    public CatalogPlace Member(string name) => new(this, name, false);

    /// <summary>An element.</summary>
    public CatalogPlace Item(int index) => new(this, index.ToString(CultureInfo.InvariantCulture), true);

    /// <summary>As errors write it, for example <c>entries[0].rates</c>.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        Write(text);
        return text.Length == 0 ? "the catalog" : text.ToString();
    }

    private void Write(StringBuilder text)
    {
        if (_above is null)
        {
            return;
        }

        _above.Write(text);
        text.Append(_isIndex ? "[" : text.Length == 0 ? "" : ".").Append(_step).Append(_isIndex ? "]" : "");
    }
}
