// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Agents.Install;
using NemoFlow.Engine.Install;

namespace NemoFlow.Cli.Rendering;

/// <summary>What an installation did, for people.</summary>
internal static class InstallText
{
    public static async Task<int> WriteAsync(InstallOutcome outcome, InstallOptions options, string verb, bool print, TextWriter output, TextWriter error, bool willAsk = false)
    {
        if (outcome.Problem is not null)
        {
            await error.WriteLineAsync("nemo-flow: " + outcome.Problem).ConfigureAwait(false);
            return ExitCodes.Failure;
        }

        if (options.DryRun || print)
        {
            foreach (FileEdit edit in outcome.Edits)
            {
                await output.WriteAsync(LineDiff.Unified(edit.Path, Text(edit.Before), Text(edit.After))).ConfigureAwait(false);
            }
        }

        string scope = options.Scope == InstallScope.User ? "for you" : "for the project " + options.WorkingDirectory;
        string state = outcome.Edits.Count == 0 ? $"nothing to change: {options.Agent} is {verb} already" : $"{(options.DryRun ? "would be " : "")}{verb}";
        await output.WriteLineAsync($"{options.Agent} {scope}: {state}").ConfigureAwait(false);
        foreach (FileEdit edit in outcome.Edits)
        {
            string what = edit.After is null ? "removed" : edit.Before is null ? "created" : "changed";
            await output.WriteLineAsync($"  {what}  {edit.Path}").ConfigureAwait(false);
        }

        if (outcome.Record is not null && outcome.Edits.Count > 0)
        {
            await output.WriteLineAsync($"  originals kept in {outcome.Record}").ConfigureAwait(false);
        }

        foreach (string note in outcome.Notes.Distinct())
        {
            await output.WriteLineAsync("note: " + note).ConfigureAwait(false);
        }

        if (verb == "installed" && !options.DryRun)
        {
            await WriteNextAsync(outcome, options, willAsk, output).ConfigureAwait(false);
        }

        return ExitCodes.Ok;
    }

    /// <summary>Whether hooks wait for somebody to review them.</summary>
    public static bool AwaitsTrust(InstallOutcome outcome) => outcome.HookStates.Any(s => s.Trust is not ("trusted" or "managed"));

    /// <summary>How the agent sees the hooks.</summary>
    public static Task WriteTrustAsync(InstallOutcome outcome, TextWriter output) =>
        output.WriteLineAsync("trust: " + string.Join(", ", outcome.HookStates.GroupBy(s => s.Trust ?? "not known").Select(g => $"{g.Count()} {g.Key}")));

    private static async Task WriteNextAsync(InstallOutcome outcome, InstallOptions options, bool willAsk, TextWriter output)
    {
        if (outcome.HookStates.Count > 0)
        {
            await WriteTrustAsync(outcome, output).ConfigureAwait(false);
            if (AwaitsTrust(outcome))
            {
                if (willAsk)
                {
                    return;
                }

                await output.WriteLineAsync(
                    $"next: Codex skips hooks that nobody reviewed. Start codex once and approve them, or let NemoFlow do it for its own: {Repeat(options)} --trust").ConfigureAwait(false);
                return;
            }
        }

        await output.WriteLineAsync("next: nemo-flow doctor").ConfigureAwait(false);
    }

    private static string Repeat(InstallOptions options) => $"nemo-flow install {options.Agent}" + (options.Scope == InstallScope.Project ? " --scope project" : "");

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);
}
