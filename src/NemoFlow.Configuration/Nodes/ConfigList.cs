// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Nodes;

/// <summary>Values in order.</summary>
public sealed class ConfigList : ConfigNode
{
    /// <summary>Takes the values.</summary>
    public ConfigList(IReadOnlyList<ConfigNode> items, ConfigSource source)
        : base(source) => Items = items;

    /// <summary>The values.</summary>
    public IReadOnlyList<ConfigNode> Items { get; }
}
