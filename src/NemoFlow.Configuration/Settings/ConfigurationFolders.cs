// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Settings;

/// <summary>Where configuration files are looked for.</summary>
public static class ConfigurationFolders
{
    /// <summary>The name of the file with what concerns gateways and agents.</summary>
    public const string ConfigFile = "config.toml";

    /// <summary>The name of the file with what concerns exporters, redaction and prices.</summary>
    public const string PluginsFile = "plugins.toml";

    /// <summary>The name of a project's folder.</summary>
    public const string ProjectFolder = ".nemo-flow";

    /// <summary>The nearest project's folder, upwards from a folder, that holds one of the two files; null where there is none.</summary>
    public static string? Project(string workingDirectory)
    {
        for (string? folder = Path.GetFullPath(workingDirectory); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string candidate = Path.Combine(folder, ProjectFolder);
            if (File.Exists(Path.Combine(candidate, ConfigFile)) || File.Exists(Path.Combine(candidate, PluginsFile)))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>The user's folder: <c>$XDG_CONFIG_HOME/nemo-flow</c> or <c>~/.config/nemo-flow</c>, on Windows <c>%APPDATA%\nemo-flow</c>.</summary>
    public static string? User(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (OperatingSystem.IsWindows())
        {
            return environment("APPDATA") is { Length: > 0 } roaming ? Path.Combine(roaming, "nemo-flow") : null;
        }

        if (environment("XDG_CONFIG_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg))
        {
            return Path.Combine(xdg, "nemo-flow");
        }

        return environment("HOME") is { Length: > 0 } home ? Path.Combine(home, ".config", "nemo-flow") : null;
    }

    /// <summary>The machine's folder.</summary>
    public static string System(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return OperatingSystem.IsWindows() ? Path.Combine(environment("ProgramData") ?? "C:\\ProgramData", "nemo-flow") : "/etc/nemo-flow";
    }
}
