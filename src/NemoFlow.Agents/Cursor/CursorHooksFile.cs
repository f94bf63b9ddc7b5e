// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.Configuration.Json;

namespace NemoFlow.Agents.Cursor;

/// <summary>
/// Cursor's <c>hooks.json</c> for the time of a run. What is put in is known again by its command, which does nothing outside of a run, so
/// that another Cursor that reads the file meanwhile is not recorded.
/// </summary>
public static class CursorHooksFile
{
    private const string Hooks = "hooks";
    private const string Version = "version";

    /// <summary>How the command of every hook of a run ends.</summary>
    private const string RunMark = " " + AgentKinds.Cursor + " --in-run";

    /// <summary>The command of a run's hooks.</summary>
    public static string RunCommand(string hookCommand) => hookCommand + RunMark;

    /// <summary>The file with a hook for every event, behind those of the user; events that have one of a run already are left.</summary>
    /// <exception cref="JsoncException">The file is not what Cursor would read; the message says where and why.</exception>
    public static byte[] Merge(byte[]? file, string command, string path)
    {
        JsoncEditor editor = Parse(file, path).Edit();
        JsoncContainer root = editor.Document.RequireObject();
        if (root.TryGet(Version) is null)
        {
            editor.Set([Version], CursorHookEvents.FileVersion);
        }

        if (root.TryGet(Hooks) is { } hooks and not JsoncContainer { Kind: JsoncKind.Object })
        {
            throw hooks.Error("'hooks' must be an object.");
        }

        foreach (string name in CursorHookEvents.All)
        {
            if (!OfRun(editor, name).Any())
            {
                editor.Append([Hooks, name], new JsonObject { ["command"] = command, ["timeout"] = CursorHookEvents.TimeoutSeconds });
            }
        }

        return file is null ? [.. editor.Document.ToUtf8Bytes(), (byte)'\n'] : editor.Document.ToUtf8Bytes();
    }

    /// <summary>The file without the hooks of runs; null where nothing else is left and nothing was there before.</summary>
    /// <param name="file">The file, changed by somebody meanwhile or not.</param>
    /// <param name="original">The file before the run; null where there was none.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="JsoncException">The file is not JSON any more.</exception>
    public static byte[]? Withdraw(byte[] file, byte[]? original, string path)
    {
        JsoncEditor editor = Parse(file, path).Edit();
        JsoncContainer? before = original is null ? null : Parse(original, path).Root as JsoncContainer;
        List<string> names = [.. (editor.Document.RequireObject().TryGetContainer(JsoncKind.Object, Hooks)?.Items ?? []).Select(i => i.Name!)];
        foreach (string name in names)
        {
            List<int> ours = [.. OfRun(editor, name)];
            foreach (int index in Enumerable.Reverse(ours))
            {
                editor.Remove([Hooks, name, index.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            }

            if (ours.Count > 0 && IsEmpty(editor, JsoncKind.Array, Hooks, name) && before?.TryGet(Hooks, name) is null)
            {
                editor.Remove([Hooks, name]);
            }
        }

        if (IsEmpty(editor, JsoncKind.Object, Hooks) && before?.TryGet(Hooks) is null)
        {
            editor.Remove([Hooks]);
        }

        bool versionIsOurs = before?.TryGet(Version) is null && editor.Document.RequireObject().TryGet(Version) is JsoncScalar { Text: "1" };
        if (versionIsOurs && (before is not null || editor.Document.RequireObject().Items.Count == 1))
        {
            editor.Remove([Version]);
        }

        return original is null && editor.Document.RequireObject().Items.Count == 0 ? null : editor.Document.ToUtf8Bytes();
    }

    /// <summary>True where a run has left its hooks, or is using them.</summary>
    public static bool HasRunHooks(byte[] file, string path)
    {
        JsoncEditor editor = Parse(file, path).Edit();
        return CursorHookEvents.All.Any(name => OfRun(editor, name).Any());
    }

    private static JsoncDocument Parse(byte[]? file, string path) => JsoncDocument.Parse(file is null || file.AsSpan().Trim(" \t\r\n"u8).IsEmpty ? "{}"u8 : file, path);

    /// <summary>The positions of our hooks for an event.</summary>
    private static IEnumerable<int> OfRun(JsoncEditor editor, string name)
    {
        if (editor.Document.RequireObject().TryGet(Hooks, name) is not JsoncContainer { Kind: JsoncKind.Array } list)
        {
            yield break;
        }

        for (int i = 0; i < list.Items.Count; i++)
        {
            if (list.Items[i].Value is JsoncContainer { Kind: JsoncKind.Object } entry && entry.TryGetString("command")?.EndsWith(RunMark, StringComparison.Ordinal) == true)
            {
                yield return i;
            }
        }
    }

    private static bool IsEmpty(JsoncEditor editor, JsoncKind kind, params ReadOnlySpan<string> path) =>
        editor.Document.RequireObject().TryGet(path) is JsoncContainer { Items.Count: 0 } container && container.Kind == kind;
}
