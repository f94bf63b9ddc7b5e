// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>A stretch of the source text; <paramref name="End"/> is the first offset after it.</summary>
internal readonly record struct TomlSpan(int Start, int End)
{
    public int Length => End - Start;
}
