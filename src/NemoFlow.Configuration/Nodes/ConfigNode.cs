// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Nodes;

/// <summary>A value of a configuration, whatever language it was written in, and where it stands.</summary>
public abstract class ConfigNode
{
    private protected ConfigNode(ConfigSource source) => Source = source;

    /// <summary>Where it stands.</summary>
    public ConfigSource Source { get; }
}
