// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Runs;

/// <summary>Where agents keep the files that a run looks at.</summary>
public static class AgentPaths
{
    /// <summary>
    /// The project's <c>.cursor/hooks.json</c>: of the nearest folder above that has one, else of the folder itself. The user's own is for
    /// all projects and is not a run's to change.
    /// </summary>
    public static string CursorHooks(string workingDirectory, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        string? home = Home(environment);
        string start = Path.GetFullPath(workingDirectory);
        for (string? folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string file = InFolder(folder);
            if (File.Exists(file) && (folder == start || folder != home))
            {
                return file;
            }
        }

        return InFolder(start);

        static string InFolder(string folder) => Path.Combine(folder, ".cursor", "hooks.json");
    }

    /// <summary>Hermes's <c>config.yaml</c>; null where the environment names no home.</summary>
    public static string? HermesConfiguration(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment("HERMES_HOME") is { Length: > 0 } named)
        {
            return Path.Combine(named, "config.yaml");
        }

        return Home(environment) is { } home ? Path.Combine(home, ".hermes", "config.yaml") : null;
    }

    private static string? Home(Func<string, string?> environment) =>
        environment(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME") is { Length: > 0 } home ? Path.GetFullPath(home).TrimEnd(Path.DirectorySeparatorChar) : null;
}
