// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;
using NemoFlow.Configuration.Json;

namespace NemoFlow.Agents.Cursor;

/// <summary>
/// Plans a run of Cursor. Cursor takes hooks from files only, so the project's file gets them for the time of the run; its model traffic
/// goes to Cursor's own servers and cannot be led elsewhere.
/// </summary>
public static class CursorLauncher
{
    /// <summary>The programs that <c>nemo-flow cursor</c> looks for, in this order.</summary>
    public static IReadOnlyList<string> Programs { get; } = ["cursor-agent", "cursor"];

    /// <summary>Makes the plan.</summary>
    public static LaunchPlan Plan(LaunchInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        List<string> notes = ["Cursor's model calls go to its own servers: hooks only are recorded."];
        if (!input.MayChangeHooksFile || input.HooksFilePath is not { } path)
        {
            notes.Add("no hooks file is changed, as your configuration asks: only hooks that you have put in yourself are recorded.");
            return new LaunchPlan { Command = input.Command, CapturesModels = false, CapturesHooks = false, BringsHooks = false, Notes = notes };
        }

        HookFilePatch patch = new(AgentKinds.Cursor, path, CursorHooksFile.RunCommand(input.HookCommand));
        try
        {
            CursorHooksFile.Merge(input.HooksFile, patch.Command, path);
        }
        catch (JsoncException e)
        {
            return LaunchPlan.Impossible($"{path} is not a hooks file that Cursor can read, so no hooks can be added: {e.Message} Mend it, or move it away.");
        }

        notes.Add($"hooks are added to {path} while Cursor runs, and taken out at its end.");
        if (IsEditor(input.Command[0]))
        {
            notes.Add("the editor's command may return at once, and then the hooks are taken out: give it --wait, or use cursor-agent.");
        }

        return new LaunchPlan { Command = input.Command, CapturesModels = false, HookFile = patch, Notes = notes };
    }

    private static bool IsEditor(string program) => program[(program.LastIndexOfAny(['/', '\\']) + 1)..].Split('.')[0].Equals("cursor", StringComparison.OrdinalIgnoreCase);
}
