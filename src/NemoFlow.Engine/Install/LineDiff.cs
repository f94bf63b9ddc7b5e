// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace NemoFlow.Engine.Install;

/// <summary>Writes the difference of two texts as a unified diff.</summary>
public static class LineDiff
{
    private const int Context = 3;

    /// <summary>The diff; empty where the texts are the same. A text that is null does not exist.</summary>
    public static string Unified(string path, string? before, string? after)
    {
        string[] old = Lines(before);
        string[] young = Lines(after);
        List<(char Mark, string Line, int Old, int Young)> script = Script(old, young);
        StringBuilder diff = new();
        for (int i = 0; i < script.Count;)
        {
            if (script[i].Mark == ' ')
            {
                i++;
                continue;
            }

            if (diff.Length == 0)
            {
                diff.Append("--- ").AppendLine(before is null ? "/dev/null" : path).Append("+++ ").AppendLine(after is null ? "/dev/null" : path);
            }

            int start = Math.Max(0, i - Context);
            int end = EndOfHunk(script, i);
            AppendHunk(diff, script[start..end]);
            i = end;
        }

        return diff.ToString().ReplaceLineEndings("\n");
    }

    private static string[] Lines(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        string[] lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private static int EndOfHunk(List<(char Mark, string Line, int Old, int Young)> script, int from)
    {
        int last = from;
        for (int i = from; i < script.Count && i <= last + (2 * Context); i++)
        {
            last = script[i].Mark == ' ' ? last : i;
        }

        return Math.Min(script.Count, last + 1 + Context);
    }

    private static void AppendHunk(StringBuilder diff, List<(char Mark, string Line, int Old, int Young)> hunk)
    {
        int oldCount = hunk.Count(l => l.Mark != '+');
        int youngCount = hunk.Count(l => l.Mark != '-');
        diff.Append(CultureInfo.InvariantCulture, $"@@ -{hunk[0].Old + (oldCount > 0 ? 1 : 0)},{oldCount} +{hunk[0].Young + (youngCount > 0 ? 1 : 0)},{youngCount} @@\n");
        foreach ((char mark, string line, _, _) in hunk)
        {
            diff.Append(mark).Append(line).Append('\n');
        }
    }

    /// <summary>Myers's greedy algorithm: its cost grows with the difference, not with the files.</summary>
    private static List<(char Mark, string Line, int Old, int Young)> Script(string[] old, string[] young)
    {
        int limit = old.Length + young.Length;
        Dictionary<int, int> furthest = new() { [1] = 0 };
        List<Dictionary<int, int>> trace = [];
        for (int d = 0; d <= limit; d++)
        {
            trace.Add(new Dictionary<int, int>(furthest));
            for (int k = -d; k <= d; k += 2)
            {
                int x = k == -d || (k != d && furthest[k - 1] < furthest[k + 1]) ? furthest[k + 1] : furthest[k - 1] + 1;
                int y = x - k;
                while (x < old.Length && y < young.Length && old[x] == young[y])
                {
                    x++;
                    y++;
                }

                furthest[k] = x;
                if (x >= old.Length && y >= young.Length)
                {
                    return Backtrack(trace, old, young);
                }
            }
        }

        return [];
    }

    private static List<(char Mark, string Line, int Old, int Young)> Backtrack(List<Dictionary<int, int>> trace, string[] old, string[] young)
    {
        List<(char, string, int, int)> script = [];
        int x = old.Length;
        int y = young.Length;
        for (int d = trace.Count - 1; d >= 0; d--)
        {
            Dictionary<int, int> furthest = trace[d];
            int k = x - y;
            int previous = k == -d || (k != d && furthest[k - 1] < furthest[k + 1]) ? k + 1 : k - 1;
            int startX = d == 0 ? 0 : furthest[previous];
            int startY = d == 0 ? 0 : startX - previous;
            while (x > startX && y > startY)
            {
                x--;
                y--;
                script.Add((' ', old[x], x, y));
            }

            if (d > 0)
            {
                bool added = x == startX;
                (x, y) = (startX, startY);
                script.Add(added ? ('+', young[y], x, y) : ('-', old[x], x, y));
            }
        }

        script.Reverse();
        return script;
    }
}
