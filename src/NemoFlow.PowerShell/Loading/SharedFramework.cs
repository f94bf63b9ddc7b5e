// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace NemoFlow.PowerShell.Loading;

/// <summary>An ASP.NET Core that is installed on this machine, for platforms that the module does not bundle it for.</summary>
internal static class SharedFramework
{
    /// <summary>The folder of the newest one that goes with this runtime; nothing where there is none.</summary>
    public static IEnumerable<string> Folders() => Roots()
        .Select(root => Path.Combine(root, "shared", "Microsoft.AspNetCore.App"))
        .Where(Directory.Exists)
        .SelectMany(Directory.EnumerateDirectories)
        .Select(folder => (Folder: folder, Version: Version.TryParse(Path.GetFileName(folder), out Version? version) ? version : null))
        .Where(found => found.Version?.Major == Environment.Version.Major)
        .OrderByDescending(found => found.Version)
        .Select(found => found.Folder)
        .Take(1);

    private static IEnumerable<string> Roots()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>, where this process did not bring its own runtime.
        yield return Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root)
        {
            yield return root;
        }

        if (OperatingSystem.IsWindows())
        {
            yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet");
        }
        else if (File.Exists("/etc/dotnet/install_location"))
        {
            yield return File.ReadAllText("/etc/dotnet/install_location").Trim();
        }
    }
}
