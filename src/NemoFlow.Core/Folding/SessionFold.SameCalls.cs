// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;

namespace NemoFlow.Folding;

public sealed partial class SessionFold
{
    /// <summary>
    /// The call that another hook has told of already, for agents that tell twice: once with an id, once without. Each kind of hook counts
    /// once a call, so that equal calls side by side stay apart. Null where this hook is the first.
    /// </summary>
    private ToolState? SameCall(AgentThread thread, AgentEvent hook)
    {
        if (hook.SameCallKey is not { } key)
        {
            return null;
        }

        HookSightings sighting = Sighting(hook);
        List<ToolState> like = _toolsByKey.GetValueOrDefault(key, []).FindAll(t => t.Owner == thread && !t.Sightings.HasFlag(sighting));
        ToolState? found = sighting switch
        {
            HookSightings.StartBare => like.Find(t => (t.Sightings & (HookSightings.Bare | HookSightings.EndWithId)) == 0),
            HookSightings.EndBare => like.Find(t => t.Sightings.HasFlag(HookSightings.StartBare)) ?? like.Find(t => (t.Sightings & HookSightings.Bare) == 0),
            HookSightings.StartWithId => like.Find(t => (t.Sightings & (HookSightings.WithId | HookSightings.EndBare)) == 0),
            _ => like.Find(t => t.Id == hook.ToolCallId) ?? like.Find(t => (t.Sightings & HookSightings.WithId) == 0),
        };
        if (found is not null && !hook.ToolCallIdMinted && found.Id != hook.ToolCallId)
        {
            _tools.Remove(found.Id);
            found.Id = hook.ToolCallId!;
            _tools[found.Id] = found;
        }

        return found;
    }

    private void Note(ToolState tool, AgentEvent hook)
    {
        if (tool.SameCallKey is null && hook.SameCallKey is { } key)
        {
            tool.SameCallKey = key;
            if (!_toolsByKey.TryGetValue(key, out List<ToolState>? like))
            {
                _toolsByKey.Add(key, like = []);
            }

            like.Add(tool);
        }

        tool.Sightings |= hook.SameCallKey is null ? HookSightings.None : Sighting(hook);
    }

    private static HookSightings Sighting(AgentEvent hook) => (hook.Kind, hook.ToolCallIdMinted) switch
    {
        (AgentEventKind.ToolStarted, true) => HookSightings.StartBare,
        (AgentEventKind.ToolStarted, false) => HookSightings.StartWithId,
        (_, true) => HookSightings.EndBare,
        _ => HookSightings.EndWithId,
    };
}
