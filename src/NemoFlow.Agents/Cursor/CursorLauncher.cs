// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Agents.Common;
using NemoFlow.Configuration.Json;

namespace NemoFlow.Agents.Cursor;

/// <summary>
/// Plans a run of Cursor. Cursor takes hooks from files only, so the project's file gets them for the time of the run; its model traffic
/// goes to Cursor's own servers and cannot be led elsewhere.
/// </summary>
public static class CursorLauncher
{
    /// <summary>What its executables are called.</summary>
    public static IReadOnlyCollection<string> Names { get; } = ["cursor-agent", "cursor"];

    /// <summary>Makes the plan.</summary>
    public static LaunchPlan Plan(LaunchInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        List<string> notes = ["Cursor's model calls go to its own servers: hooks only are recorded."];
        if (!input.MayChangeHooksFile)
        {
            notes.Add("no hooks file is changed, as your configuration asks: only hooks that you have put in yourself are recorded.");
            return new LaunchPlan { Command = input.Command, CapturesModels = false, CapturesHooks = false, BringsHooks = false, Notes = notes };
        }

        string path = HooksFile(input);
        HookFilePatch patch = new(AgentKinds.Cursor, path, CursorHooksFile.RunCommand(input.HookCommand));
        try
        {
            CursorHooksFile.Merge(input.ReadFile(path) is { } text ? Encoding.UTF8.GetBytes(text) : null, patch.Command, path);
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

        return new LaunchPlan { Command = input.Command, CapturesModels = false, HookFile = patch, Notes = notes, HooksRemedy = "look at the Hooks page of Cursor's settings: it lists what was run and what failed" };
    }

    /// <summary>
    /// The project's <c>.cursor/hooks.json</c>: of the nearest folder above that has one, else of the folder itself. The user's own is for
    /// all projects and is not a run's to change.
    /// </summary>
    private static string HooksFile(LaunchInput input)
    {
        string start = Path.GetFullPath(input.WorkingDirectory ?? ".");
        string? home = input.Environment(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME")?.TrimEnd(Path.DirectorySeparatorChar);
        for (string? folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (input.ReadFile(InFolder(folder)) is not null && (folder == start || folder != home))
            {
                return InFolder(folder);
            }
        }

        return InFolder(start);

        static string InFolder(string folder) => Path.Combine(folder, ".cursor", "hooks.json");
    }

    private static bool IsEditor(string program) => program[(program.LastIndexOfAny(['/', '\\']) + 1)..].Split('.')[0].Equals("cursor", StringComparison.OrdinalIgnoreCase);
}
