// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Nodes;
using NemoFlow.Configuration.Schema;

namespace NemoFlow.Configuration.Layers;

/// <summary>Takes from one layer what is known and allowed, and says what is not.</summary>
/// <param name="reactions">What mistakes lead to.</param>
/// <param name="projectFolder">The project, where the layer is a project's; null otherwise.</param>
internal sealed class LayerCheck(Reactions reactions, string? projectFolder)
{
    public ConfigTable Check(ConfigTable read, SchemaTable schema, string path = "", bool strict = false)
    {
        strict |= schema.Strict;
        ConfigTable kept = new(read.Source);
        foreach ((string written, ConfigNode value) in read.Members)
        {
            string name = schema.Aliases.GetValueOrDefault(written, written);
            string full = path.Length == 0 ? written : path + "." + written;
            if (schema[name] is not { } known)
            {
                string? refusal = schema.Refused.GetValueOrDefault(written);
                string advice = refusal ?? schema.Retired.GetValueOrDefault(written) ?? $"known are {string.Join(", ", schema.Names)}";
                reactions.UnknownField($"{value.Source}: {full} is no known key: {advice}.", strict || refusal is not null);
            }
            else if (CheckValue(value, known, full, strict) is { } checkedValue)
            {
                kept[name] = checkedValue;
            }
        }

        return kept;
    }

    private ConfigNode? CheckValue(ConfigNode value, SchemaNode schema, string path, bool strict)
    {
        switch (schema)
        {
            case SchemaTable table:
                return value is ConfigTable inner ? Check(inner, table, path, strict) : Wrong(value, path, "must be a table", strict);
            case SchemaScalar scalar:
                return value is not ConfigScalar single ? Wrong(value, path, "must be a single value", strict)
                    : scalar.Problem(single) is { } problem ? Wrong(value, path, problem, strict)
                    : Allowed(single, scalar, path);
            case SchemaMap map:
                return value is not ConfigTable members ? Wrong(value, path, "must be a table", strict)
                    : !ProjectMay(value, map, path) ? null
                    : CheckMap(members, map, path, strict);
            case SchemaList list:
                return value is not ConfigList items ? Wrong(value, path, "must be a list", strict)
                    : !ProjectMay(value, list, path) ? null
                    : CheckList(items, list, path, strict);
            default:
                return value;
        }
    }

    private ConfigTable CheckMap(ConfigTable members, SchemaMap map, string path, bool strict)
    {
        if (map.Value is null)
        {
            return members;
        }

        ConfigTable kept = new(members.Source);
        foreach ((string name, ConfigNode member) in members.Members)
        {
            if (member is ConfigScalar scalar && map.Value.Problem(scalar) is null)
            {
                kept[name] = member;
            }
            else
            {
                Wrong(member, path + "." + name, "must be a string", strict);
            }
        }

        return kept;
    }

    private ConfigList CheckList(ConfigList items, SchemaList list, string path, bool strict)
    {
        if (list.Item is null)
        {
            return items;
        }

        // What a project may add as a whole, it may write as it likes.
        LayerCheck within = new(reactions, null);
        List<ConfigNode> kept = [];
        for (int i = 0; i < items.Items.Count; i++)
        {
            if (within.CheckValue(items.Items[i], list.Item, $"{path}[{i}]", strict) is { } item)
            {
                kept.Add(item);
            }
        }

        return new ConfigList(kept, items.Source);
    }

    private ConfigNode? Wrong(ConfigNode value, string path, string allowed, bool strict)
    {
        reactions.UnsupportedValue($"{value.Source}: {path} {allowed}.", strict);
        return null;
    }

    private bool ProjectMay(ConfigNode value, SchemaNode schema, string path)
    {
        if (projectFolder is null || schema.Project == ProjectRule.Allowed)
        {
            return true;
        }

        Refuse(value, path, "a project's file may not set it");
        return false;
    }

    private ConfigScalar? Allowed(ConfigScalar value, SchemaScalar schema, string path)
    {
        if (projectFolder is null)
        {
            return value;
        }

        switch (schema.Project)
        {
            case ProjectRule.Allowed or ProjectRule.OnlyLess:
                return value;
            case ProjectRule.OnlyOff when value.Value is false:
            case ProjectRule.OnlyOn when value.Value is true:
                return value;
            case ProjectRule.OnlyOff:
                Refuse(value, path, "a project's file may only switch it off");
                return null;
            case ProjectRule.OnlyOn:
                Refuse(value, path, "a project's file may only switch it on");
                return null;
            case ProjectRule.InsideProject when ProjectPlace.Inside(projectFolder, value.Text) is { } place:
                return new ConfigScalar(place, value.Source);
            case ProjectRule.InsideProject:
                Refuse(value, path, $"a project's file may only name places inside {projectFolder}");
                return null;
            default:
                Refuse(value, path, "a project's file may not set it");
                return null;
        }
    }

    private void Refuse(ConfigNode value, string path, string reason) => reactions.Warn($"{value.Source}: {path} is ignored: {reason}.");
}
