// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;
using NemoFlow.Configuration.Yaml;

namespace NemoFlow.Agents.Hermes;

/// <summary>
/// The hooks of <c>config.yaml</c>: <c>hooks: {event: [{command, timeout}]}</c>. Ours are appended to the lists, so that everybody else's
/// keep their places.
/// </summary>
internal static class HermesHookTable
{
    private const string Root = "hooks";
    private const string Command = "command";
    private const string Timeout = "timeout";

    /// <summary>Adds what is missing, mends what differs and removes what is no longer wanted.</summary>
    /// <param name="document">The file.</param>
    /// <param name="command">The command of every event.</param>
    /// <param name="byHand">Gets the events that hooks put in by hand report already; nothing is added for those.</param>
    /// <exception cref="YamlException">Something in the file is not of the expected kind.</exception>
    public static YamlDocument Install(YamlDocument document, string command, List<string> byHand)
    {
        foreach (string name in HermesHookEvents.All)
        {
            List<InstalledHook> present = [.. In(document, "").Where(h => h.Event == name)];
            if (present.Exists(h => !h.Owned))
            {
                byHand.Add(name);
                document = Remove(document, present.Where(h => h.Owned), keep: 2);
            }
            else if (present.Count == 0)
            {
                document = YamlEditor.AddItem(document, [Root, name], [new(Command, command), new(Timeout, HermesHookEvents.TimeoutSeconds)]);
            }
            else
            {
                document = Mend(Remove(document, present.Skip(1), keep: 2), name, present[0], command);
            }
        }

        return Remove(document, In(document, "").Where(h => h.Owned && !HermesHookEvents.All.Contains(h.Event)), keep: 0);
    }

    /// <summary>Removes ours, and what is empty without them unless it was there before.</summary>
    public static YamlDocument Uninstall(YamlDocument document, YamlDocument? original)
    {
        foreach (InstalledHook hook in In(document, "").Where(h => h.Owned).Reverse())
        {
            int keep = original?.Root?.TryGet(Root, hook.Event) is not null ? 2 : original?.Root?.TryGet(Root) is not null ? 1 : 0;
            document = YamlEditor.RemoveItem(document, [Root, hook.Event], hook.Group, keep);
        }

        return document;
    }

    /// <summary>All that report to NemoFlow.</summary>
    public static IReadOnlyList<InstalledHook> In(YamlDocument document, string path)
    {
        List<InstalledHook> hooks = [];
        foreach ((YamlValue key, YamlValue list) in document.Root?.TryGet(Root)?.Members ?? [])
        {
            for (int i = 0; i < list.Items.Count; i++)
            {
                if (key.Text is { } name && list.Items[i].TryGetText(Command) is { } command
                    && (HookMark.IsOwned(command, AgentKinds.Hermes) || HookMark.IsByHand(command, AgentKinds.Hermes)))
                {
                    hooks.Add(new InstalledHook(path, name, i, 0, command, HookMark.IsOwned(command, AgentKinds.Hermes)));
                }
            }
        }

        return hooks;
    }

    /// <summary>From the last to the first, so that places do not move.</summary>
    private static YamlDocument Remove(YamlDocument document, IEnumerable<InstalledHook> hooks, int keep) =>
        hooks.Reverse().Aggregate(document, (current, hook) => YamlEditor.RemoveItem(current, [Root, hook.Event], hook.Group, keep));

    /// <summary>Only the values that differ: what someone added to our entry stays.</summary>
    private static YamlDocument Mend(YamlDocument document, string name, InstalledHook hook, string command)
    {
        if (hook.Command != command)
        {
            document = YamlEditor.SetText(document, Entry(document, name, hook).TryGet(Command)!, command);
        }

        return document;
    }

    private static YamlValue Entry(YamlDocument document, string name, InstalledHook hook) => document.Root!.TryGet(Root, name)!.Items[hook.Group];
}
