// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>What becomes of a <c>[header]</c> whose last key is removed.</summary>
public enum TomlPrune
{
    /// <summary>It goes if the same editor made it.</summary>
    CreatedHere,

    /// <summary>
    /// It goes unless a comment stands in its section: for a caller who knows that it made it in an earlier run. An
    /// element of an array of tables stays, as without it the others would change their index.
    /// </summary>
    Always,

    /// <summary>It stays.</summary>
    Never,
}
