// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Yaml;

/// <summary>The kinds of values.</summary>
public enum YamlKind
{
    /// <summary>A single value.</summary>
    Scalar,

    /// <summary>Values in order.</summary>
    Sequence,

    /// <summary>Values by key.</summary>
    Mapping,

    /// <summary>A reference to a value elsewhere.</summary>
    Alias,
}
