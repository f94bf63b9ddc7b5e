// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>How a document is read.</summary>
public sealed record TomlOptions
{
    /// <summary>TOML 1.0.0, at most 64 levels deep.</summary>
    public static TomlOptions Default { get; } = new();

    /// <summary>The edition of the language; 1.0.0 unless said otherwise.</summary>
    public TomlVersion Version { get; init; } = TomlVersion.Toml10;

    /// <summary>
    /// How many tables and arrays may be nested in one another, so that a hostile file cannot exhaust the stack
    /// of whoever walks the values.
    /// </summary>
    public int MaxDepth { get; init; } = 64;
}
