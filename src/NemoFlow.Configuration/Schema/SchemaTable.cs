// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Schema;

/// <summary>A table whose names are known.</summary>
public sealed record SchemaTable : SchemaNode
{
    private readonly OrderedDictionary<string, SchemaNode> _members = new(StringComparer.Ordinal);

    /// <summary>Takes names and what may stand there.</summary>
    public SchemaTable(params ReadOnlySpan<(string Name, SchemaNode Node)> members)
    {
        foreach ((string name, SchemaNode node) in members)
        {
            _members.Add(name, node);
        }
    }

    /// <summary>The names in order.</summary>
    public IReadOnlyList<string> Names => _members.Keys;

    /// <summary>Names that other programs of this kind use and that mean something else here or nothing, and what to do instead.</summary>
    public IReadOnlyDictionary<string, string> Retired { get; init; } = new Dictionary<string, string>();

    /// <summary>Names that are an error whatever the policy says, and what to do instead: whoever wrote them counts on them.</summary>
    public IReadOnlyDictionary<string, string> Refused { get; init; } = new Dictionary<string, string>();

    /// <summary>Other spellings of a name.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();

    /// <summary>True where a mistake is an error whatever the policy says: a typing error must not switch a protection off.</summary>
    public bool Strict { get; init; }

    /// <summary>What may stand under a name; null for unknown names.</summary>
    public SchemaNode? this[string name] => _members.GetValueOrDefault(name);

    /// <summary>All single values, lists and maps below, with their dotted paths.</summary>
    public IEnumerable<(string Path, SchemaNode Node)> Leaves(string prefix = "")
    {
        foreach ((string name, SchemaNode node) in _members)
        {
            if (node is SchemaTable table)
            {
                foreach ((string Path, SchemaNode Node) leaf in table.Leaves(prefix + name + "."))
                {
                    yield return leaf;
                }
            }
            else
            {
                yield return (prefix + name, node);
            }
        }
    }
}
