// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Configuration.Toml;

/// <summary>A place in a TOML text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1, in UTF-16 code units as editors count them; a byte order mark is not counted.</param>
/// <param name="Offset">The distance from the start of the text, from 0, in UTF-16 code units.</param>
public readonly record struct TomlPosition(int Line, int Column, int Offset)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Line}:{Column}");
}
