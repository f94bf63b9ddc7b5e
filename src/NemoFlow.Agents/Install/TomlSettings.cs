// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Agents.Install;

/// <summary>Settings in a TOML file that are given a value and can be taken back.</summary>
internal static class TomlSettings
{
    /// <summary>Sets what differs.</summary>
    /// <param name="editor">The file.</param>
    /// <param name="path">Its name.</param>
    /// <param name="wanted">Keys and values.</param>
    /// <param name="earlier">Changes of an earlier installation: what it replaced stays the value to go back to.</param>
    /// <returns>The changes that are in the file now.</returns>
    public static List<SettingChange> Apply(
        TomlEditor editor, string path, IEnumerable<(string[] Key, TomlLiteral Value)> wanted, IReadOnlyList<SettingChange> earlier)
    {
        List<SettingChange> changes = [];
        foreach ((string[] key, TomlLiteral value) in wanted)
        {
            SettingChange? before = earlier.FirstOrDefault(c => c.Path == path && c.Key.SequenceEqual(key));
            TomlValue? current = editor.Document.Root.TryGet(key);
            bool isOurs = before is not null && current?.SourceText == before.Value;
            if (current is TomlScalar scalar ? Same(scalar, value) : current?.SourceText == value.Text)
            {
                if (isOurs)
                {
                    changes.Add(before!);
                }

                continue;
            }

            changes.Add(new SettingChange(path, key, value.Text, isOurs ? before!.Previous : current?.SourceText));
            editor.Set(key, value);
        }

        return changes;
    }

    /// <summary>Takes back changes where the value is still the one that was set.</summary>
    public static void Revert(TomlEditor editor, IEnumerable<SettingChange> changes, TomlDocument? original)
    {
        foreach (SettingChange change in changes.Reverse())
        {
            string[] key = [.. change.Key];
            if (editor.Document.Root.TryGet(key) is not { } current || current.SourceText != change.Value)
            {
                continue;
            }

            if (change.Previous is { } previous)
            {
                editor.Set(key, TomlLiteral.Parse(previous));
            }
            else
            {
                editor.Remove(key, original?.HasHeader(key.AsSpan(0, key.Length - 1)) == true ? TomlPrune.Never : TomlPrune.Always);
            }
        }
    }

    private static bool Same(TomlScalar current, TomlLiteral wanted) => TomlValue.ParseInline(wanted.Text) is TomlScalar other && Equals(current.Value, other.Value);
}
