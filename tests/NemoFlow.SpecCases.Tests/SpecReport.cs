// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using NemoFlow.SpecCases.Tests.Corpus;
using NemoFlow.SpecCases.Tests.Table;
using NemoFlow.Tests;

namespace NemoFlow.SpecCases.Tests;

/// <summary>Writes the table for people.</summary>
internal static class SpecReport
{
    /// <summary>Writes <c>output/spec-cases.md</c> and gives the counts in one line.</summary>
    public static string Write(IReadOnlyList<SpecCase> cases, Dictionary<string, int> checks)
    {
        string summary = string.Join(", ", Enum.GetValues<CaseStatus>().Select(s =>
            string.Create(CultureInfo.InvariantCulture, $"{DispositionTable.All.Count(d => d.Status == s)} {DispositionTable.Name(s)}")))
            + string.Create(CultureInfo.InvariantCulture, $" of {cases.Count} cases; {checks.Values.Sum()} expectations asserted");
        StringBuilder text = new();
        text.Append("# Behaviour corpus\n\n").Append(summary).Append(".\n\n| case | level | title | status | asserted | why, and how it is run |\n|---|---|---|---|---|---|\n");
        foreach (SpecCase spec in cases)
        {
            Disposition decision = DispositionTable.Find(spec.Id)!;
            string why = string.Join(" ", new[] { decision.Reason, decision.Through is { } through ? $"Run: {through}" : null }.OfType<string>()).Replace("|", "\\|", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"| {spec.Id} | {spec.Level} | {spec.Title} | {DispositionTable.Name(decision.Status)} | {checks[spec.Id]} | {why} |\n");
        }

        string folder = Directory.CreateDirectory(Path.Combine(RepositoryPaths.Root, "output")).FullName;
        File.WriteAllText(Path.Combine(folder, "spec-cases.md"), text.ToString());
        return summary;
    }
}
