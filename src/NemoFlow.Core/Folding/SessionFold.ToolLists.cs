// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Folding;

/// <content>Tool calls by what is asked of them, so that no event has to look through all calls of a long session.</content>
public sealed partial class SessionFold
{
    private readonly List<ToolState> _openTools = [];

    /// <summary>Calls of tools that start subagents.</summary>
    private readonly List<ToolState> _launches = [];

    /// <summary>Calls of agents that tell of each more than once, by what its hooks have in common.</summary>
    private readonly Dictionary<string, List<ToolState>> _toolsByKey = new(StringComparer.Ordinal);

    private int _toolCount;

    private void NoteOpen(ToolState tool)
    {
        if (tool.Status == CallStatus.Open)
        {
            _openTools.Add(tool);
        }
    }

    private void NoteLaunch(ToolState tool)
    {
        if (Launches(tool.Name) && !_launches.Contains(tool))
        {
            _launches.Add(tool);
        }
    }

    /// <summary>Open calls in the order in which they became known.</summary>
    private List<ToolState> OpenTools()
    {
        _openTools.RemoveAll(t => t.Status != CallStatus.Open);
        return _openTools;
    }
}
