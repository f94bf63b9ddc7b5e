// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json.Nodes;
using NemoFlow.Configuration.Json;

namespace NemoFlow.Agents.Install;

/// <summary>
/// The hooks of a JSON file: <c>{"hooks": {"Event": [{"matcher", "hooks": [handler]}]}}</c>, or handlers directly in the event's list where
/// an agent knows no groups. Ours are appended, so that everybody else's keep their places: agents trust hooks by place.
/// </summary>
internal sealed class HookTable(string agent, bool grouped)
{
    private const string Root = "hooks";

    private static readonly System.Text.Json.JsonDocumentOptions Lenient = new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Adds what is missing, mends what differs and removes what is no longer wanted.</summary>
    /// <returns>The events that hooks put in by hand report already; nothing is added for those.</returns>
    /// <exception cref="JsoncException">Something in the file is not of the expected kind.</exception>
    public IReadOnlyList<string> Install(JsoncEditor editor, IReadOnlyList<HookDefinition> wanted)
    {
        Check(editor.Document);
        List<string> byHand = [];
        ILookup<string, InstalledHook> all = In(editor.Document, "").ToLookup(h => h.Event);
        foreach (HookDefinition definition in wanted)
        {
            List<InstalledHook> present = [.. all[definition.Event]];
            if (present.Exists(h => !h.Owned))
            {
                byHand.Add(definition.Event);
                RemoveAll(editor, present.Where(h => h.Owned));
                continue;
            }

            if (present.Count == 0)
            {
                editor.Append([Root, definition.Event], Entry(definition));
                continue;
            }

            RemoveAll(editor, present.Skip(1));
            Mend(editor, present[0], definition);
        }

        RemoveAll(editor, all.Where(g => !wanted.Any(w => w.Event == g.Key)).SelectMany(g => g).Where(h => h.Owned));
        return byHand;
    }

    /// <summary>Removes ours, and what is empty without them unless it was there before.</summary>
    public void Uninstall(JsoncEditor editor, JsoncContainer? original)
    {
        if (editor.Document.Root is not JsoncContainer { Kind: JsoncKind.Object })
        {
            return;
        }

        List<InstalledHook> owned = [.. In(editor.Document, "").Where(h => h.Owned)];
        RemoveAll(editor, owned, original);
        if (owned.Count > 0 && IsEmpty(editor, Root) && original?.TryGet(Root) is null)
        {
            editor.Remove([Root]);
        }
    }

    /// <summary>All that report to NemoFlow.</summary>
    public IEnumerable<InstalledHook> In(JsoncDocument document, string path)
    {
        if ((document.Root as JsoncContainer)?.TryGetContainer(JsoncKind.Object, Root) is not { } events)
        {
            return [];
        }

        return events.Items
            .Where(e => e.Value is JsoncContainer { Kind: JsoncKind.Array })
            .SelectMany(e => Handlers((JsoncContainer)e.Value)
                .Where(h => HookMark.IsOwned(h.Handler, agent) || HookMark.IsByHand(h.Handler, agent))
                .Select(h => new InstalledHook(
                    path, e.Name!, h.Group, h.Index, h.Handler.TryGetString("command") ?? h.Handler.TryGetString("url") ?? "", HookMark.IsOwned(h.Handler, agent))));
    }

    private static bool IsEmpty(JsoncEditor editor, params ReadOnlySpan<string> path) =>
        (editor.Document.Root as JsoncContainer)?.TryGet(path) is JsoncContainer { Items.Count: 0 } container && !container.HasComment;

    private static string Text(int index) => index.ToString(CultureInfo.InvariantCulture);

    /// <summary>The shapes that this class walks; anything else is someone's mistake that must not be made worse.</summary>
    private static void Check(JsoncDocument document)
    {
        JsoncContainer root = document.RequireObject();
        if (root.TryGet(Root) is not { } hooks)
        {
            return;
        }

        if (hooks is not JsoncContainer { Kind: JsoncKind.Object } events)
        {
            throw hooks.Error("Expected 'hooks' to be an object of events.");
        }

        foreach (JsoncItem item in events.Items)
        {
            if (item.Value is not JsoncContainer { Kind: JsoncKind.Array })
            {
                throw item.Value.Error($"Expected 'hooks.{item.Name}' to be an array.");
            }
        }
    }

    private IEnumerable<(int Group, int Index, JsoncContainer Handler)> Handlers(JsoncContainer list)
    {
        for (int g = 0; g < list.Items.Count; g++)
        {
            if (list.Items[g].Value is not JsoncContainer { Kind: JsoncKind.Object } entry)
            {
                continue;
            }

            if (!grouped)
            {
                yield return (g, 0, entry);
                continue;
            }

            JsoncContainer? handlers = entry.TryGetContainer(JsoncKind.Array, Root);
            for (int h = 0; h < (handlers?.Items.Count ?? 0); h++)
            {
                if (handlers!.Items[h].Value is JsoncContainer { Kind: JsoncKind.Object } handler)
                {
                    yield return (g, h, handler);
                }
            }
        }
    }

    private JsonObject Entry(HookDefinition definition)
    {
        JsonObject handler = (JsonObject)definition.Handler.DeepClone();
        if (!grouped)
        {
            return handler;
        }

        JsonObject group = definition.Matcher is null ? [] : new JsonObject { ["matcher"] = definition.Matcher };
        group[Root] = new JsonArray(handler);
        return group;
    }

    private string[] PathOf(InstalledHook hook) => grouped
        ? [Root, hook.Event, Text(hook.Group), Root, Text(hook.Handler)]
        : [Root, hook.Event, Text(hook.Group)];

    /// <summary>Gives our handler the members it should have; others that someone added to it stay.</summary>
    private void Mend(JsoncEditor editor, InstalledHook hook, HookDefinition definition)
    {
        string[] path = PathOf(hook);
        if (definition.Handler["type"] is { } type && ((JsoncContainer)editor.Document.Root).TryGetString([.. path, "type"]) != (string?)type)
        {
            editor.Set(path, definition.Handler.DeepClone());
            return;
        }

        foreach ((string name, JsonNode? value) in definition.Handler)
        {
            JsoncValue? current = ((JsoncContainer)editor.Document.Root).TryGet([.. path, name]);
            if (current is null || !JsonNode.DeepEquals(JsonNode.Parse(current.ToString(), null, Lenient), value))
            {
                editor.Set([.. path, name], value?.DeepClone());
            }
        }
    }

    /// <summary>From the last to the first, so that places do not move.</summary>
    private void RemoveAll(JsoncEditor editor, IEnumerable<InstalledHook> hooks, JsoncContainer? original = null)
    {
        foreach (InstalledHook hook in hooks.OrderByDescending(h => h.Group).ThenByDescending(h => h.Handler).ToList())
        {
            editor.Remove(PathOf(hook));
            if (grouped && IsEmpty(editor, Root, hook.Event, Text(hook.Group), Root))
            {
                editor.Remove([Root, hook.Event, Text(hook.Group)]);
            }

            if (IsEmpty(editor, Root, hook.Event) && original?.TryGet(Root, hook.Event) is null)
            {
                editor.Remove([Root, hook.Event]);
            }
        }
    }
}
