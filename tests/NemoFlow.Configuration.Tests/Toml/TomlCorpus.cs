// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Toml;
using NemoFlow.Tests;

namespace NemoFlow.Configuration.Tests.Toml;

/// <summary>The public conformance suite, which lives beside the checkout; without it its tests skip.</summary>
internal static class TomlCorpus
{
    public static TomlOptions Toml10 { get; } = new() { Version = TomlVersion.Toml10 };

    public static TomlOptions Toml11 { get; } = new() { Version = TomlVersion.Toml11 };

    public static TomlOptions Options(TomlVersion version) => version == TomlVersion.Toml10 ? Toml10 : Toml11;

    /// <summary>The paths of all cases that a version of the language lists under <paramref name="folder"/>.</summary>
    public static IReadOnlyList<string> Cases(TomlVersion version, string folder, int atLeast)
    {
        string root = Path.Combine(RepositoryPaths.SharedCorpus ?? "", "toml-test");
        if (RepositoryPaths.SharedCorpus is null || !Directory.Exists(root))
        {
            Assert.Skip("The TOML conformance suite is not beside this checkout.");
        }

        string list = Path.Combine(root, version == TomlVersion.Toml10 ? "files-toml-1.0.0" : "files-toml-1.1.0");
        List<string> cases =
        [
            .. File.ReadLines(list)
                .Where(line => line.StartsWith(folder + "/", StringComparison.Ordinal) && line.EndsWith(".toml", StringComparison.Ordinal))
                .Select(line => Path.Combine(root, line)),
        ];
        Assert.True(cases.Count >= atLeast, $"Only {cases.Count} cases in {list}.");
        return cases;
    }

    /// <summary>The text of all valid cases, which are a stock of realistic and of odd documents.</summary>
    public static IEnumerable<(string Name, byte[] Bytes, TomlOptions Options)> ValidDocuments()
    {
        foreach (TomlVersion version in Enum.GetValues<TomlVersion>())
        {
            foreach (string path in Cases(version, "valid", 200))
            {
                yield return ($"{version} {Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}", File.ReadAllBytes(path), Options(version));
            }
        }
    }

    /// <summary>Runs a check on every case and reports all failures, not just the first.</summary>
    public static void ForEach<T>(IEnumerable<T> cases, Func<T, string> name, Action<T> check)
    {
        List<string> failures = [];
        foreach (T item in cases)
        {
            try
            {
                check(item);
            }
            catch (Exception error)
            {
                // Whatever went wrong is the case's result.
                failures.Add($"{name(item)}: {error.Message}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} failed:\n" + string.Join("\n", failures.Take(40)));
    }
}
