// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Oracles;

/// <summary>Every hook that the agent fired is in the journal once, with the payload as it was.</summary>
internal static class HookOracle
{
    /// <summary>What Codex fires in a turn with one tool call: how often each event.</summary>
    public static readonly Dictionary<string, int> CodexOneTool = new()
    {
        ["SessionStart"] = 1,
        ["UserPromptSubmit"] = 1,
        ["PreModelRequest"] = 2,
        ["PostModelRequest"] = 2,
        ["PreToolUse"] = 1,
        ["PostToolUse"] = 1,
        ["Stop"] = 1,
        ["SessionEnd"] = 1,
    };

    /// <summary>Checks a sandbox with one session.</summary>
    /// <param name="sandbox">Knows what was fired.</param>
    /// <param name="recording">What was recorded.</param>
    /// <param name="cutShort">Codex ends the hooks of a turn together with the turn: this event may then not have been delivered.</param>
    /// <param name="unawaited">Claude Code does not wait for this event's hooks: the test's own may have been ended before it had written it down.</param>
    public static void Check(Sandbox sandbox, Recording recording, string? cutShort = null, string? unawaited = null)
    {
        HashSet<string> delivered = [.. recording.Hooks.Select(e => Canonical(e.Data.GetProperty("payload")))];
        List<JsonElement> fired = [.. sandbox.Fired.Payloads().Where(p => p.GetProperty("hook_event_name").GetString() != cutShort || delivered.Contains(Canonical(p)))];
        if (unawaited is not null)
        {
            fired.RemoveAll(p => p.GetProperty("hook_event_name").GetString() == unawaited);
            fired.AddRange(recording.Hooks.Select(e => e.Data.GetProperty("payload")).Where(p => p.GetProperty("hook_event_name").GetString() == unawaited).DistinctBy(Canonical));
        }

        Check(fired, [recording]);
    }

    public static void Check(IReadOnlyList<JsonElement> fired, IReadOnlyList<Recording> recordings)
    {
        List<string> expected = [.. fired.Select(Canonical).Order(StringComparer.Ordinal)];
        List<string> recorded = [.. recordings.SelectMany(r => r.Hooks).Select(e => Canonical(e.Data.GetProperty("payload"))).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(expected);
        Assert.True(
            expected.SequenceEqual(recorded, StringComparer.Ordinal),
            $"fired but not recorded:\n{Difference(expected, recorded)}\nrecorded but not fired:\n{Difference(recorded, expected)}");
    }

    /// <summary>How often each event was recorded.</summary>
    public static Dictionary<string, int> Counts(Recording recording) => recording.Hooks
        .GroupBy(e => e.Data.GetProperty("payload").GetProperty("hook_event_name").GetString()!)
        .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

    private static string Difference(List<string> left, List<string> right)
    {
        List<string> rest = [.. left];
        foreach (string one in right)
        {
            rest.Remove(one);
        }

        return string.Join('\n', rest.Select(r => "  " + r[..Math.Min(r.Length, 600)]));
    }

    private static string Canonical(JsonElement payload)
    {
        JsonObject sorted = [];
        foreach (JsonProperty member in payload.EnumerateObject().OrderBy(p => p.Name != "hook_event_name").ThenBy(p => p.Name, StringComparer.Ordinal))
        {
            sorted[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }

        return sorted.ToJsonString();
    }
}
