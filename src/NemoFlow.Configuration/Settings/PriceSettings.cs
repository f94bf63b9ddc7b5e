// SPDX-License-Identifier: Apache-2.0
using System.Text;
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
    /// <summary>Reads the sources.</summary>
    /// <exception cref="ConfigurationException">A source cannot be read, or is no catalog.</exception>
    public static PriceSettings From(EffectiveConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        List<ModelPrice> entries = [];
        foreach (ConfigNode source in (configuration.Root.At("pricing.sources") as ConfigList)?.Items ?? [])
        {
            entries.AddRange(Read(source));
        }

        return new PriceSettings(configuration.Flag("pricing.enabled"), configuration.Flag("pricing.bundled"), entries);
    }

    private static IReadOnlyList<ModelPrice> Read(ConfigNode node)
    {
        ConfigTable? source = node as ConfigTable;
        try
        {
            switch ((source?["type"] as ConfigScalar)?.Text)
            {
                case "file" when source!["path"] is ConfigScalar { Value: string path }:
                    string full = Path.GetFullPath(path, Folder(node.Source));
                    return PriceCatalog.Read(File.ReadAllBytes(full), full);
                case "inline" when source!["catalog"] is ConfigTable catalog:
                    return PriceCatalog.Read(Encoding.UTF8.GetBytes(NodeText.Json(catalog)), $"{catalog.Source}: catalog");
                default:
                    throw new ConfigurationException($"{node.Source}: a source of pricing is {{ type = \"file\", path = \"…\" }} or {{ type = \"inline\", catalog = {{ … }} }}.");
            }
        }
        catch (PriceCatalogException e)
        {
            throw new ConfigurationException(e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{node.Source}: the catalog of prices cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Paths in a file are relative to it; those on the command line to the folder one is in.</summary>
    private static string Folder(ConfigSource source) => source.Line > 0 && Path.GetDirectoryName(source.Name) is { Length: > 0 } folder ? Path.GetFullPath(folder) : Environment.CurrentDirectory;
}
