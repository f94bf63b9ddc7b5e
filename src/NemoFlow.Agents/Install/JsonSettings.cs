// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.Configuration.Json;

namespace NemoFlow.Agents.Install;

/// <summary>Settings in a JSON file that are given a text and can be taken back.</summary>
internal static class JsonSettings
{
    /// <summary>Sets a text where it differs; gives the change that is in the file now, or null where the value was there before us.</summary>
    public static SettingChange? Apply(JsoncEditor editor, string path, string[] key, string value, IReadOnlyList<SettingChange> earlier)
    {
        SettingChange? before = earlier.FirstOrDefault(c => c.Path == path && c.Key.SequenceEqual(key));
        JsoncValue? current = editor.Document.RequireObject().TryGet(key);
        bool isOurs = before is not null && current?.ToString() == before.Value;
        if (editor.Document.RequireObject().TryGetString(key) == value)
        {
            return isOurs ? before : null;
        }

        string? previous = isOurs ? before!.Previous : current?.ToString();
        editor.Set(key, value);
        return new SettingChange(path, key, editor.Document.RequireObject().TryGet(key)!.ToString(), previous);
    }

    /// <summary>Takes a change back where the value is still the one that was set, and the object around it where it is empty and was not there.</summary>
    public static void Revert(JsoncEditor editor, SettingChange change, JsoncContainer? original)
    {
        string[] key = [.. change.Key];
        if (editor.Document.Root is not JsoncContainer root || root.TryGet(key)?.ToString() != change.Value)
        {
            return;
        }

        if (change.Previous is { } previous)
        {
            editor.Set(key, JsonNode.Parse(previous));
            return;
        }

        editor.Remove(key);
        string[] outer = key[..^1];
        if (outer.Length > 0 && editor.Document.RequireObject().TryGet(outer) is JsoncContainer { Items.Count: 0, HasComment: false } && original?.TryGet(outer) is null)
        {
            editor.Remove(outer);
        }
    }
}
