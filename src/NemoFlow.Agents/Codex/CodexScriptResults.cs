// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Agents.Codex;

/// <summary>
/// In code mode the model is told of a script as a whole: what the script printed, which usually is what its commands gave back, exit
/// codes and all, and the error that ended it.
/// </summary>
internal static class CodexScriptResults
{
    private const string ErrorMark = "Script error:\n";
    private const int MaxDepth = 8;
    private const int MaxOutcomes = 1000;

    /// <summary>For each of the script's calls how it ended, where the script's result says so.</summary>
    public static IReadOnlyList<ToolVerdict?> Verdicts(IReadOnlyList<ToolSighting> nested, JsonElement result)
    {
        ToolVerdict?[] verdicts = new ToolVerdict?[nested.Count];
        if (nested.Count == 0 || result.ValueKind != JsonValueKind.Array)
        {
            return verdicts;
        }

        List<Outcome> outcomes = [];
        string? error = null;
        foreach (JsonElement part in result.EnumerateArray())
        {
            string? text = part.ValueKind == JsonValueKind.Object ? part.TextAt("text") : null;
            if (text?.StartsWith(ErrorMark, StringComparison.Ordinal) == true)
            {
                error = text[ErrorMark.Length..];
            }
            else if (text is not null)
            {
                Collect(text, outcomes);
            }
        }

        TakeOutcomes(nested, outcomes, verdicts);
        if (error is not null && CodexToolResults.OfOwnWords(error) is { } refusal && Refused(nested, error) is int at and >= 0)
        {
            verdicts[at] = refusal;
        }

        return verdicts;
    }

    /// <summary>A command's outcome is that of the first call not yet taken that gave the same output.</summary>
    private static void TakeOutcomes(IReadOnlyList<ToolSighting> nested, List<Outcome> outcomes, ToolVerdict?[] verdicts)
    {
        bool[] taken = new bool[nested.Count];
        foreach (Outcome outcome in outcomes)
        {
            int at = -1;
            for (int i = 0; i < nested.Count && at < 0; i++)
            {
                at = !taken[i] && nested[i].Ended && Output(nested[i]) == outcome.Output ? i : -1;
            }

            if (at >= 0)
            {
                taken[at] = true;
                verdicts[at] = CodexToolResults.OfExitCode(outcome.ExitCode);
            }
        }
    }

    private static string? Output(ToolSighting call) => call.Result is { ValueKind: JsonValueKind.String } text ? text.Scalar() ?? "" : null;

    /// <summary>The call that the error speaks of: the only one without an end, or the only one of those whose command it names.</summary>
    private static int Refused(IReadOnlyList<ToolSighting> nested, string error)
    {
        List<int> open = [.. Enumerable.Range(0, nested.Count).Where(i => nested[i] is { Started: true, Ended: false })];
        if (open.Count > 1)
        {
            open.RemoveAll(i => nested[i].Arguments?.TextAt("command") is not { Length: > 0 } command || !error.Contains(command, StringComparison.Ordinal));
        }

        return open.Count == 1 ? open[0] : -1;
    }

    /// <summary>Scripts print what a command gave back as JSON, by itself or within something larger.</summary>
    private static void Collect(string text, List<Outcome> outcomes)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..])
        {
            return;
        }

        try
        {
            Collect(JsonElement.Parse(text), outcomes, 0);
        }
        catch (JsonException)
        {
            // Text of the script's own.
        }
    }

    private static void Collect(JsonElement value, List<Outcome> outcomes, int depth)
    {
        if (depth > MaxDepth || outcomes.Count > MaxOutcomes)
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in value.EnumerateArray())
            {
                Collect(item, outcomes, depth + 1);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            if (value.LongAt("exit_code") is { } code && value.At("output") is { ValueKind: JsonValueKind.String } output)
            {
                outcomes.Add(new Outcome(code, output.Scalar() ?? ""));
                return;
            }

            foreach (JsonProperty member in value.EnumerateObject())
            {
                Collect(member.Value, outcomes, depth + 1);
            }
        }
    }

    private readonly record struct Outcome(long ExitCode, string Output);
}
