// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Configuration.Json;

/// <summary>A place in a JSON text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1, in UTF-16 code units; a byte order mark is not counted.</param>
public readonly record struct JsoncPosition(int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Line}:{Column}");
}
