// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>The edition of the language that a document is held to.</summary>
public enum TomlVersion
{
    /// <summary>TOML 1.0.0, which every agent reads.</summary>
    Toml10,

    /// <summary>TOML 1.1.0: line breaks and trailing commas in inline tables, optional seconds, <c>\e</c> and <c>\xHH</c>.</summary>
    Toml11,
}
