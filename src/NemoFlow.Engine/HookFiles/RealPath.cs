// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.HookFiles;

/// <summary>The one name of a file, whatever links lead to it.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>Resolves links in all parts of the path; parts that do not exist stay as they are.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Of(string path)
    {
        Stack<string> rest = new(Path.GetFullPath(path).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        string root = Path.GetPathRoot(Path.GetFullPath(path))!;
        string real = root;
        if (OperatingSystem.IsWindows())
        {
            rest.TryPop(out _);
        }

        for (int links = 0; rest.TryPop(out string? part);)
        {
            string next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new IOException($"'{path}' leads through too many links.");
            }

            string full = Path.GetFullPath(target, real);
            foreach (string piece in full[Path.GetPathRoot(full)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                rest.Push(piece);
            }

            real = Path.GetPathRoot(full)!;
        }

        return real;
    }
}
