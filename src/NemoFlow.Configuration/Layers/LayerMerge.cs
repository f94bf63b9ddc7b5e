// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Nodes;
using NemoFlow.Configuration.Schema;

namespace NemoFlow.Configuration.Layers;

/// <summary>Puts one layer over another.</summary>
internal static class LayerMerge
{
    /// <summary>Tables are merged, other values of the upper layer take the place of the lower one's.</summary>
    public static ConfigTable Merge(ConfigTable lower, ConfigTable upper, SchemaNode? schema, Reactions reactions, string path = "")
    {
        ConfigTable merged = new(upper.Source);
        foreach ((string name, ConfigNode value) in lower.Members)
        {
            merged[name] = value;
        }

        foreach ((string name, ConfigNode value) in upper.Members)
        {
            SchemaNode? member = (schema as SchemaTable)?[name];
            string full = path.Length == 0 ? name : path + "." + name;
            merged[name] = (lower[name], value) switch
            {
                (ConfigTable below, ConfigTable above) => Merge(below, above, member, reactions, full),
                (ConfigList below, ConfigList above) when member is SchemaList { Concatenates: true } => new ConfigList([.. above.Items, .. below.Items], above.Source),
                (ConfigScalar below, ConfigScalar above) when IsMore(below, above, member) => Keep(below, above, full, reactions),
                _ => value,
            };
        }

        return merged;
    }

    /// <summary>A project that would record more than the machine's owner allows.</summary>
    private static bool IsMore(ConfigScalar below, ConfigScalar above, SchemaNode? schema) =>
        above.Source.Layer == ConfigurationLayer.Project && schema is SchemaScalar { Project: ProjectRule.OnlyLess, Choices: { } choices }
        && choices.ToList().IndexOf(above.Text) < choices.ToList().IndexOf(below.Text);

    private static ConfigScalar Keep(ConfigScalar below, ConfigScalar above, string path, Reactions reactions)
    {
        reactions.Warn($"{above.Source}: {path} is ignored: a project's file may only choose less than {below.Text}.");
        return below;
    }
}
