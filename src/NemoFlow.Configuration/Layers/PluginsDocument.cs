// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Nodes;
using NemoFlow.Configuration.Schema;
using NemoFlow.Configuration.Settings;

namespace NemoFlow.Configuration.Layers;

/// <summary>
/// The form of <c>plugins.toml</c>: <c>version</c>, <c>components</c> and <c>policy</c>. It is turned into a table of components by kind,
/// each with <c>enabled</c> and the members of its <c>config</c>.
/// </summary>
internal static class PluginsDocument
{
    private static readonly string[] Members = ["version", "components", "policy", "plugins"];

    /// <summary>The <c>[policy]</c> of a document; an empty table where it has none.</summary>
    public static ConfigTable Policy(ConfigTable document) => document["policy"] as ConfigTable ?? new ConfigTable(document.Source);

    /// <summary>The components by kind.</summary>
    /// <exception cref="ConfigurationException">The document has another form, or an error by its policy.</exception>
    public static ConfigTable Components(ConfigTable document, Reactions reactions)
    {
        if (document["version"] is { } version && version is not ConfigScalar { Value: 1L })
        {
            reactions.UnsupportedValue($"{version.Source}: version must be 1.", strict: false);
        }

        foreach ((string name, ConfigNode value) in document.Members)
        {
            if (!Members.Contains(name))
            {
                reactions.UnknownField($"{value.Source}: {name} is no known key: known are version, components, policy.", strict: false);
            }
        }

        if (document["plugins"] is { } dynamic)
        {
            reactions.UnknownComponent($"{dynamic.Source}: [plugins] is ignored: this version loads no plugins.");
        }

        ConfigTable kinds = new(document.Source);
        switch (document["components"])
        {
            case null:
                break;
            case ConfigList list:
                foreach (ConfigNode component in list.Items)
                {
                    Add(kinds, component, reactions);
                }

                break;
            case { } other:
                throw new ConfigurationException($"{other.Source}: components must be a list of tables: write [[components]].");
        }

        return kinds;
    }

    private static void Add(ConfigTable kinds, ConfigNode node, Reactions reactions)
    {
        if (node is not ConfigTable component || component["kind"] is not ConfigScalar { Value: string kind })
        {
            throw new ConfigurationException($"{node.Source}: a component needs a kind: one of {string.Join(", ", ConfigSchema.ComponentKinds)}.");
        }

        if (kinds[kind] is { } earlier)
        {
            throw new ConfigurationException($"{node.Source}: the component \"{kind}\" stands twice in one file, first at {earlier.Source}: merge the two.");
        }

        if (!ConfigSchema.ComponentKinds.Contains(kind))
        {
            reactions.UnknownComponent($"{component["kind"]!.Source}: there is no component \"{kind}\": known are {string.Join(", ", ConfigSchema.ComponentKinds)}.");
            return;
        }

        ConfigTable flat = new(node.Source);
        foreach ((string name, ConfigNode value) in component.Members)
        {
            switch (name, value)
            {
                case ("kind", _):
                    break;
                case ("enabled", _):
                    flat["enabled"] = value;
                    break;
                case ("config", ConfigTable config):
                    config.Members.ToList().ForEach(m => flat[m.Key] = m.Value);
                    break;
                case ("config", _):
                    throw new ConfigurationException($"{value.Source}: config of the component \"{kind}\" must be a table.");
                default:
                    reactions.UnknownField($"{value.Source}: {name} is no known key of a component: known are kind, enabled, config.", strict: kind == "pii_redaction");
                    break;
            }
        }

        kinds[kind] = flat;
    }
}
