// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NemoFlow.Rehearsal.Agent;

/// <summary>Answers commands without running any: it knows <c>echo</c> and <c>exit</c>, and everything else succeeds in silence.</summary>
internal static partial class PretendShell
{
    public static PretendResult Run(string command)
    {
        StringBuilder output = new();
        int exitCode = 0;
        foreach (string part in Separators().Split(command))
        {
            string step = part.Trim();
            if (Echo().Match(step) is { Success: true } echo)
            {
                output.Append(echo.Groups["text"].Value.Trim('"', '\'')).Append('\n');
            }
            else if (Exit().Match(step) is { Success: true } exit)
            {
                exitCode = int.Parse(exit.Groups["code"].Value, CultureInfo.InvariantCulture);
                break;
            }
        }

        return new PretendResult(output.ToString(), exitCode);
    }

    [GeneratedRegex(@"&&|;|\n", RegexOptions.CultureInvariant)]
    private static partial Regex Separators();

    [GeneratedRegex(@"\Aecho\s+(?<text>.*?)\s*(>&2)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Echo();

    [GeneratedRegex(@"\Aexit\s+(?<code>\d{1,3})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Exit();
}
