// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Nodes;

/// <summary>Values by name, in the order in which they were written.</summary>
public sealed class ConfigTable : ConfigNode
{
    private readonly OrderedDictionary<string, ConfigNode> _members = new(StringComparer.Ordinal);

    /// <summary>An empty table.</summary>
    public ConfigTable(ConfigSource source)
        : base(source)
    {
    }

    /// <summary>Names and values.</summary>
    public IReadOnlyList<KeyValuePair<string, ConfigNode>> Members => [.. _members];

    /// <summary>Gets a value or null, or sets one.</summary>
    public ConfigNode? this[string name]
    {
        get => _members.GetValueOrDefault(name);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _members[name] = value;
        }
    }

    /// <summary>The value at a dotted path; null where there is none.</summary>
    public ConfigNode? At(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        ConfigNode? node = this;
        foreach (string name in path.Split('.'))
        {
            node = (node as ConfigTable)?[name];
        }

        return node;
    }

    /// <summary>Sets the value at a dotted path, making the tables that lead there.</summary>
    public void Set(string path, ConfigNode value)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(value);
        string[] names = path.Split('.');
        ConfigTable table = this;
        foreach (string name in names[..^1])
        {
            if (table[name] is not ConfigTable inner)
            {
                inner = new ConfigTable(value.Source);
                table[name] = inner;
            }

            table = inner;
        }

        table[names[^1]] = value;
    }
}
