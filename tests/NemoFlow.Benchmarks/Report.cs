// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Benchmarks;

/// <summary>The table: what, measured, beside it the same without the gateway, and the budget.</summary>
internal sealed class Report
{
    private readonly List<(string What, string Measured, string Direct, string Budget)> _rows = [];

    public void Add(string what, string measured, string direct, string budget)
    {
        _rows.Add((what, measured, direct, budget));
        Console.Error.WriteLine($"{what}: {measured} (direct: {direct}; budget: {budget})");
    }

    public void Print(TextWriter output)
    {
        output.WriteLine("| what | measured | direct, in the same run | budget |");
        output.WriteLine("|---|---|---|---|");
        foreach ((string what, string measured, string direct, string budget) in _rows)
        {
            output.WriteLine($"| {what} | {measured} | {direct} | {budget} |");
        }
    }

    public static string Number(double value, string format = "0.###") => value.ToString(format, CultureInfo.InvariantCulture);

    public static double Percentile(double[] values, double percent)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * percent / 100))];
    }
}
