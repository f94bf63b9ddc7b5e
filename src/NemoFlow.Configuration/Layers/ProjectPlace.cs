// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Layers;

/// <summary>Places that a project names.</summary>
public static class ProjectPlace
{
    /// <summary>The absolute path, where it lies inside the folder, links resolved; null where it does not.</summary>
    /// <param name="folder">The project.</param>
    /// <param name="path">Absolute, or relative to the project.</param>
    public static string? Inside(string folder, string path)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            string full = Path.GetFullPath(path, Path.GetFullPath(folder));
            return IsBelow(Path.GetFullPath(folder), full) && IsBelow(Real(Path.GetFullPath(folder)), Real(full)) ? full : null;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // A path that cannot be made out cannot be vouched for.
            return null;
        }
    }

    private static bool IsBelow(string folder, string path)
    {
        string relative = Path.GetRelativePath(folder, path);
        return !Path.IsPathRooted(relative) && relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    /// <summary>The path with the links of its existing part resolved.</summary>
    private static string Real(string path)
    {
        string root = Path.GetPathRoot(path)!;
        string real = root;
        int links = 0;
        Stack<string> rest = new(path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        while (rest.TryPop(out string? name))
        {
            string next = Path.GetFullPath(Path.Combine(real, name));
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > 40)
            {
                throw new IOException($"Too many links lead to {path}.");
            }

            string resolved = Path.GetFullPath(target, real);
            foreach (string part in resolved[Path.GetPathRoot(resolved)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                rest.Push(part);
            }

            real = Path.GetPathRoot(resolved)!;
        }

        return real;
    }
}
