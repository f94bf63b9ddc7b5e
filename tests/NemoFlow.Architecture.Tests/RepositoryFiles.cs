// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Tests;

namespace NemoFlow.Architecture.Tests;

/// <summary>The files of the checkout, without what tools put there. Not from git, so that a file is judged before it is added.</summary>
internal static class RepositoryFiles
{
    private static readonly HashSet<string> ToolFolders =
        new(["output", "bin", "obj", "node_modules", "TestResults", ".git", ".nemo-flow", ".vs", ".idea"], StringComparer.Ordinal);

    /// <summary>Paths from the root of the checkout, with forward slashes, in order.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Walk(RepositoryPaths.Root)
            .Select(f => Path.GetRelativePath(RepositoryPaths.Root, f).Replace('\\', '/'))
            .Where(f => f != ".git")
            .Order(StringComparer.Ordinal)];

    /// <summary>The text of a file; null for a binary one.</summary>
    public static string? Text(string path)
    {
        string text = File.ReadAllText(Path.Combine(RepositoryPaths.Root, path));
        return text.Contains('\0', StringComparison.Ordinal) ? null : text;
    }

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder)
                .Where(d => !ToolFolders.Contains(Path.GetFileName(d)) && new DirectoryInfo(d).LinkTarget is null)
                .SelectMany(Walk));
}
