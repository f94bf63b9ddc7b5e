// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NemoFlow.Text;

namespace NemoFlow.Rendering;

/// <summary>A session in one line.</summary>
public static class SessionLine
{
    /// <summary>The id and what the session has.</summary>
    public static string Summary(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        SessionCounts counts = session.Counts;
        List<string> parts =
        [
            Count(counts.Turns, "turn"),
            Count(counts.LlmCalls, "model call") + (counts.FailedLlmCalls > 0 ? $" ({counts.FailedLlmCalls} failed)" : ""),
            Count(counts.ToolCalls, "tool call"),
        ];
        if (counts.Subagents > 0)
        {
            parts.Add(Count(counts.Subagents, "subagent"));
        }

        if (session.Usage is { } usage)
        {
            parts.Add(Tokens(usage));
        }

        if (Cost(session) is { } cost)
        {
            parts.Add(cost);
        }

        return $"session {PrintableText.Line(session.Id)}: {string.Join(", ", parts)}";
    }

    /// <summary>What the session cost; null where nothing of that is known.</summary>
    public static string? Cost(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (session.Usage?.CostUsd is not { } cost)
        {
            return null;
        }

        string unknown = session.Counts.UnpricedLlmCalls is > 0 and int calls ? $" and {Count(calls, "call")} of unknown cost" : "";
        return (session.Usage.CostEstimated ? "about " : "") + cost.ToString(cost < 1 ? "$0.0000" : "$0.00", CultureInfo.InvariantCulture) + unknown;
    }

    /// <summary>Input and output, with their cached and reasoning parts.</summary>
    public static string Tokens(TokenUsage usage)
    {
        ArgumentNullException.ThrowIfNull(usage);
        string cached = usage.CacheRead is > 0 ? $" ({Number(usage.CacheRead)} cached)" : "";
        string reasoning = usage.Reasoning is > 0 ? $" ({Number(usage.Reasoning)} reasoning)" : "";
        return $"{Number(usage.Input)} in{cached} / {Number(usage.Output)} out{reasoning} tokens";
    }

    /// <summary>A number and its noun.</summary>
    public static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A duration in the unit that suits it; <c>open</c> where there is none yet.</summary>
    public static string Duration(TimeSpan? duration) => duration switch
    {
        null => "open",
        { TotalSeconds: < 1 } d => string.Create(CultureInfo.InvariantCulture, $"{d.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } d => string.Create(CultureInfo.InvariantCulture, $"{d.TotalSeconds:0.0} s"),
        { } d => string.Create(CultureInfo.InvariantCulture, $"{(int)d.TotalMinutes}:{d.Seconds:00} min"),
    };

    /// <summary>How long something has taken or waited, for people.</summary>
    public static string Roughly(TimeSpan time) => time < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.TotalSeconds):0} s")
        : time < TimeSpan.FromHours(2)
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} h");

    private static string Number(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "?";
}
