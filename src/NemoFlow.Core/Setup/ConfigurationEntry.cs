// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>One setting as it is in effect.</summary>
public sealed record ConfigurationEntry
{
    /// <summary>Its key, for example <c>upstream.openai_base_url</c>; settings of plugins begin with the component's kind.</summary>
    public required string Key { get; init; }

    /// <summary>Its value, lists and objects as JSON; secrets are masked. Null where it has neither a value nor a default.</summary>
    public string? Value { get; init; }

    /// <summary>The layer that set it.</summary>
    public required ConfigurationLayer Layer { get; init; }

    /// <summary>The place: file, line and column, a variable or an option; null for defaults.</summary>
    public string? Source { get; init; }

    /// <summary>What it is for, in one line.</summary>
    public string? Description { get; init; }
}
