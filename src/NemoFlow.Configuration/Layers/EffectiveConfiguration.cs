// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Nodes;
using NemoFlow.Configuration.Schema;
using NemoFlow.Content;
using NemoFlow.Pricing;

namespace NemoFlow.Configuration.Layers;

/// <summary>The configuration as it is in effect.</summary>
public sealed class EffectiveConfiguration
{
    internal EffectiveConfiguration(ConfigTable root, IReadOnlyList<string> warnings, IReadOnlyList<(ConfigurationLayer Layer, string Path)> files)
    {
        Root = root;
        Warnings = warnings;
        Files = files;
    }

    /// <summary>All values that a layer sets.</summary>
    public ConfigTable Root { get; }

    /// <summary>What was ignored and why, a line each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The prices of all catalogs that the layers name, those of higher layers first.</summary>
    internal IReadOnlyList<ModelPrice> Prices { get; init; } = [];

    /// <summary>The files that were read.</summary>
    public IReadOnlyList<(ConfigurationLayer Layer, string Path)> Files { get; }

    /// <summary>A value as text, or its default; null where it has neither.</summary>
    public string? Text(string key) => (Root.At(key) as ConfigScalar)?.Text ?? Default(key);

    /// <summary>A value as text; null where no layer sets it.</summary>
    public string? TextIfSet(string key) => (Root.At(key) as ConfigScalar)?.Text;

    /// <summary>A whole number, or its default.</summary>
    public long? Whole(string key) => Text(key) is { } text ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>A flag, or its default.</summary>
    public bool Flag(string key) => Text(key) == "true";

    /// <summary>Names and values of a map.</summary>
    public IReadOnlyDictionary<string, string> Words(string key) => Root.At(key) is ConfigTable map
        ? map.Members.Where(m => m.Value is ConfigScalar).ToDictionary(m => m.Key, m => ((ConfigScalar)m.Value).Text, StringComparer.Ordinal)
        : new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>True where any layer says something at or below the key.</summary>
    public bool IsSet(string key) => Root.At(key) is not null;

    /// <summary>The settings in effect, with their sources; secrets are masked.</summary>
    /// <param name="all">Also those without a value, and the defaults of components that nobody configures.</param>
    public IReadOnlyList<ConfigurationEntry> Entries(bool all = false)
    {
        List<ConfigurationEntry> entries = [];
        foreach ((string path, SchemaNode schema) in ConfigSchema.All.Leaves())
        {
            ConfigNode? node = Root.At(path);
            string? value = node is null ? (schema as SchemaScalar)?.Default : Shown(node, schema);
            string section = path[..path.LastIndexOf('.')];
            if (all || node is not null || (value is not null && (section.IndexOf('.', StringComparison.Ordinal) < 0 || IsSet(section))))
            {
                entries.Add(new ConfigurationEntry
                {
                    Key = path,
                    Value = value,
                    Layer = node?.Source.Layer ?? ConfigurationLayer.Default,
                    Source = node?.Source.ToString(),
                    Description = schema.Description,
                });
            }
        }

        return entries;
    }

    private static string? Default(string key)
    {
        SchemaNode? node = ConfigSchema.All;
        foreach (string name in key.Split('.'))
        {
            node = (node as SchemaTable)?[name];
        }

        return (node as SchemaScalar)?.Default;
    }

    private static string Shown(ConfigNode node, SchemaNode schema) => node is ConfigScalar scalar
        ? schema is SchemaScalar { IsSecret: true } ? "***" : schema is SchemaScalar { Kind: ScalarKind.Url } ? UrlText.Masked(scalar.Text) : scalar.Text
        : NodeText.Json(Masked(node, schema));

    private static ConfigNode Masked(ConfigNode node, SchemaNode? schema) => (node, schema) switch
    {
        (ConfigTable table, SchemaMap { Value.IsSecret: true }) => Each(table, (_, v) => new ConfigScalar("***", v.Source)),
        (ConfigTable table, SchemaTable known) => Each(table, (name, v) => Masked(v, known[name])),
        (ConfigList list, SchemaList known) => new ConfigList([.. list.Items.Select(i => Masked(i, known.Item))], list.Source),
        (ConfigScalar scalar, SchemaScalar known) => new ConfigScalar(Shown(scalar, known), scalar.Source),
        _ => node,
    };

    private static ConfigTable Each(ConfigTable table, Func<string, ConfigNode, ConfigNode> change)
    {
        ConfigTable changed = new(table.Source);
        foreach ((string name, ConfigNode value) in table.Members)
        {
            changed[name] = change(name, value);
        }

        return changed;
    }
}
