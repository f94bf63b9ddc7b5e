// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Tests;

/// <summary>Where the tests find the checkout and the corpora that live beside it.</summary>
internal static class RepositoryPaths
{
    /// <summary>The root of the checkout that this test was built in.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Captured payloads that are part of the repository.</summary>
    public static string Fixtures => Path.Combine(Root, "tests", "Fixtures");

    /// <summary>The folder with corpora from elsewhere; null where it is absent, and tests then skip.</summary>
    public static string? SharedCorpus
    {
        get
        {
            string path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "corpus"));
            return Directory.Exists(path) ? path : null;
        }
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "global.json")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run from a folder outside the checkout.");
    }
}
