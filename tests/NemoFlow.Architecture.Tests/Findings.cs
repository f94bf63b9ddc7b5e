// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Architecture.Tests;

/// <summary>Turns the findings of a rule into one failure that lists them all.</summary>
internal static class Findings
{
    /// <summary>Fails with every finding, one per line.</summary>
    public static void None(IEnumerable<string> findings)
    {
        string[] all = [.. findings];
        Assert.True(all.Length == 0, $"{all.Length} finding(s):{Environment.NewLine}{string.Join(Environment.NewLine, all)}");
    }
}
