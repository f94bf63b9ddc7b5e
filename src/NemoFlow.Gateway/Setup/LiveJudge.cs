// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NemoFlow.Checks;

namespace NemoFlow.Gateway.Setup;

/// <summary>
/// Says what a trial means. What the installation is made to record was recorded (passed) or not (failed); what it is not made to record, or
/// what had no occasion, is named and no failure (skipped).
/// </summary>
public static class LiveJudge
{
    /// <summary>What a run with one prompt and one tool call fires, in every agent that can be tried.</summary>
    private static readonly string[] Expected = ["SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse", "Stop"];

    private static readonly string[] Notices = ["agent-turn-complete"];

    /// <summary>The checks.</summary>
    /// <param name="report">The trial.</param>
    /// <param name="made">Model calls that the agent made, by the provider's account.</param>
    public static IReadOnlyList<SetupCheck> Judge(LiveReport report, int made)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Problem is { } problem
            ? [Check(report, "live.run", SetupStatus.Failed, problem, report.Remedy)]
            : [Run(report), .. Hooks(report), Models(report, made)];
    }

    private static SetupCheck Run(LiveReport report) => report.ExitCode == 0
        ? Check(report, "live.run", SetupStatus.Passed, "the agent ran to its end, in a home of its own")
        : Check(report, "live.run", SetupStatus.Failed, string.Create(CultureInfo.InvariantCulture, $"the agent ended with {report.ExitCode}: {report.Output.Trim()}"), "look at what the agent says");

    private static IEnumerable<SetupCheck> Hooks(LiveReport report)
    {
        IReadOnlyDictionary<string, int> recorded = report.Session?.Counts.Hooks ?? new Dictionary<string, int>();
        bool isNotified = report.Installed.All(h => h.IsNotice);
        string[] expected = isNotified ? Notices : Expected;
        HashSet<string> installed = isNotified ? [.. Notices] : [.. report.Installed.Select(h => h.Event)];
        List<string> silent = [.. expected.Where(e => installed.Contains(e) && !recorded.ContainsKey(e))];
        List<string> absent = [.. expected.Where(e => !installed.Contains(e))];
        string told = recorded.Count == 0 ? "none was recorded" : "recorded: " + string.Join(", ", recorded.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key} {h.Value}"));
        if (silent.Count > 0)
        {
            (string why, string remedy) = Reason(report);
            yield return Check(report, "live.hooks", SetupStatus.Failed, $"not recorded: {string.Join(", ", silent)}{why}; {told}", remedy);
        }
        else if (recorded.Count > 0)
        {
            yield return Check(report, "live.hooks", SetupStatus.Passed, told);
        }

        if (absent.Count > 0)
        {
            bool isOwn = report.Installed.Any(h => h.Owned);
            yield return Check(report, "live.absent", isOwn ? SetupStatus.Failed : SetupStatus.Skipped, "no hooks are installed for: " + string.Join(", ", absent), "nemo-flow install " + report.Agent);
        }

        List<string> idle = [.. installed.Where(e => e != "notify" && !expected.Contains(e) && !recorded.ContainsKey(e)).Order(StringComparer.Ordinal)];
        if (idle.Count > 0 && silent.Count == 0)
        {
            yield return Check(report, "live.idle", SetupStatus.Skipped, $"{idle.Count} more hooks had no occasion in one turn with one tool: {string.Join(", ", idle)}");
        }
    }

    private static (string Why, string Remedy) Reason(LiveReport report) => report switch
    {
        { Obstacles: [Finding first, ..] } => ($" ({first.What}: {first.Why})", first.Remedy),
        { Untrusted.Count: > 0 } => ($" (Codex skips hooks that nobody reviewed: {string.Join(", ", report.Untrusted)})", "start codex once and approve them, or: nemo-flow install codex --trust"),
        _ => ("", $"see what keeps them from it: nemo-flow doctor {report.Agent}"),
    };

    private static SetupCheck Models(LiveReport report, int made)
    {
        string counted = string.Create(CultureInfo.InvariantCulture, $"{report.ModelCalls} of {made} model calls were recorded");
        return made == 0
            ? Check(report, "live.models", SetupStatus.Failed, "the agent made no model call", "look at what the agent says: " + report.Output.Trim())
            : !report.IsRouted
                ? Check(report, "live.models", SetupStatus.Skipped, counted + ": as installed, model traffic does not pass the gateway (hooks only)", $"nemo-flow install {report.Agent} --provider builtin")
                : Check(report, "live.models", report.ModelCalls >= made ? SetupStatus.Passed : SetupStatus.Failed, counted, report.ModelCalls >= made ? null : $"see what keeps them from it: nemo-flow doctor {report.Agent}");
    }

    private static SetupCheck Check(LiveReport report, string name, SetupStatus status, string message, string? remedy = null) =>
        new() { Name = name, Agent = report.Agent, Status = status, Message = message, Remedy = remedy, Session = report.Session };
}
