// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Nodes;
using NemoFlow.Pricing;

namespace NemoFlow.Configuration.Settings;

/// <summary>The sources of the <c>pricing</c> component.</summary>
/// <param name="Enabled">Costs are estimated.</param>
/// <param name="UsesBundled">The catalog that comes with NemoFlow stands behind the sources.</param>
/// <param name="Entries">The entries of all sources, those of higher layers first.</param>
public sealed record PriceSettings(bool Enabled, bool UsesBundled, IReadOnlyList<ModelPrice> Entries)
{
    /// <summary>The settings of a configuration.</summary>
    public static PriceSettings From(EffectiveConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new PriceSettings(configuration.Flag("pricing.enabled"), configuration.Flag("pricing.bundled"), configuration.Prices);
    }

    /// <summary>Reads the sources of merged layers.</summary>
    /// <exception cref="ConfigurationException">A source cannot be read, or is no catalog.</exception>
    internal static List<ModelPrice> ReadAll(ConfigTable merged, Reactions reactions)
    {
        List<ModelPrice> entries = [];
        foreach (ConfigNode source in (merged.At("pricing.sources") as ConfigList)?.Items ?? [])
        {
            entries.AddRange(Source(source).Read(reactions));
        }

        return entries;
    }

    private static PriceSource Source(ConfigNode node)
    {
        ConfigTable? source = node as ConfigTable;
        return (source?["type"] as ConfigScalar)?.Text switch
        {
            "file" when source!["path"] is ConfigScalar { Value: string { Length: > 0 } path } named => PriceSource.File(Path.GetFullPath(path, Folder(node.Source)), named.Source),
            "inline" when source!["catalog"] is ConfigTable catalog => PriceSource.Inline(catalog),
            _ => throw new ConfigurationException($"{node.Source}: a source of pricing is {{ type = \"file\", path = \"…\" }} or {{ type = \"inline\", catalog = {{ … }} }}."),
        };
    }

    /// <summary>Paths in a file are relative to it; those on the command line to the folder one is in.</summary>
    private static string Folder(ConfigSource source) => source.Line > 0 && Path.GetDirectoryName(source.Name) is { Length: > 0 } folder ? Path.GetFullPath(folder) : Environment.CurrentDirectory;
}
