// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Tests;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Corpus;

/// <summary>The behaviour corpus, which lives beside the checkout.</summary>
internal static class SpecCorpus
{
    private static readonly Lazy<IReadOnlyList<SpecCase>?> Loaded = new(Load);

    /// <summary>All cases in their order; null where the corpus is absent.</summary>
    public static IReadOnlyList<SpecCase>? Cases => Loaded.Value;

    /// <summary>Skips the running test where the corpus is absent.</summary>
    public static IReadOnlyList<SpecCase> Require()
    {
        Assert.SkipWhen(Cases is null, "spec-cases.json is not beside this checkout.");
        return Cases!;
    }

    private static List<SpecCase>? Load()
    {
        string? path = RepositoryPaths.SharedCorpus is { } folder ? Path.Combine(folder, "spec-cases.json") : null;
        if (path is null || !File.Exists(path))
        {
            return null;
        }

        JsonElement root = JsonElement.Parse(File.ReadAllBytes(path));
        List<SpecCase> cases = [.. root.ItemsAt("cases").Select(c => new SpecCase(
            c.TextAt("id")!, c.TextAt("area")!, c.TextAt("level")!, c.TextAt("title")!, c.GetProperty("input"), c.GetProperty("expect")))];
        return cases.Count == root.LongAt("count") ? cases : throw new InvalidOperationException("The corpus holds another number of cases than it says.");
    }
}
