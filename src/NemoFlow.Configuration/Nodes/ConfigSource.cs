// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Nodes;

/// <summary>Where a value was written.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Name">The file, variable or option.</param>
/// <param name="Line">The line, from 1; 0 where there are no lines.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record ConfigSource(ConfigurationLayer Layer, string Name, int Line = 0, int Column = 0)
{
    /// <summary>As errors name it.</summary>
    public override string ToString() => Line > 0 ? $"{Name}:{Line}:{Column}" : Name;
}
