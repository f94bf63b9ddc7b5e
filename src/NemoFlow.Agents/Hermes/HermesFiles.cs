// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;

namespace NemoFlow.Agents.Hermes;

/// <summary>Where Hermes keeps its configuration.</summary>
public static class HermesFiles
{
    private const string ConfigurationName = "config.yaml";

    /// <summary><c>HERMES_HOME</c>, else <c>.hermes</c> in the home folder (on Windows <c>hermes</c> among local application data); null where there is none.</summary>
    public static string? UserFolder(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment("HERMES_HOME") is { Length: > 0 } named)
        {
            return named;
        }

        return OperatingSystem.IsWindows()
            ? environment("LOCALAPPDATA") is { Length: > 0 } local ? Path.Combine(local, "hermes") : null
            : environment("HOME") is { Length: > 0 } home ? Path.Combine(home, ".hermes") : null;
    }

    /// <summary>The user's configuration; null where there is no home folder.</summary>
    public static string? Configuration(Func<string, string?> environment) =>
        UserFolder(environment) is { } folder ? Path.Combine(folder, ConfigurationName) : null;

    /// <summary>The configuration of the scope.</summary>
    public static string Configuration(InstallRequest request) => Path.Combine(Folder(request), ConfigurationName);

    /// <summary>Where Hermes notes which hooks were approved.</summary>
    public static string Approvals(InstallRequest request) => Path.Combine(Folder(request), "shell-hooks-allowlist.json");

    /// <summary>The folder of the scope.</summary>
    public static string Folder(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Scope == InstallScope.User ? request.UserFolder : Path.Combine(request.ProjectFolder, ".hermes");
    }
}
