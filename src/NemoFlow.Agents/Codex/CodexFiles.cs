// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;

namespace NemoFlow.Agents.Codex;

/// <summary>Where Codex keeps its configuration.</summary>
public static class CodexFiles
{
    /// <summary>The file of an organisation's requirements.</summary>
    public const string Requirements = "/etc/codex/requirements.toml";

    /// <summary>The configuration of the whole machine.</summary>
    public const string System = "/etc/codex/config.toml";

    /// <summary><c>CODEX_HOME</c>, else <c>.codex</c> in the home folder; null where there is none.</summary>
    public static string? UserFolder(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment("CODEX_HOME") is { Length: > 0 } named)
        {
            return named;
        }

        return environment(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME") is { Length: > 0 } home ? Path.Combine(home, ".codex") : null;
    }

    /// <summary>The configuration of the user, where trust and providers are kept.</summary>
    public static string UserConfiguration(InstallRequest request) => Path.Combine(Required(request).UserFolder, "config.toml");

    /// <summary>The configuration that belongs to the scope.</summary>
    public static string Configuration(InstallRequest request) => Path.Combine(Folder(request), "config.toml");

    /// <summary>The hooks of the scope.</summary>
    public static string Hooks(InstallRequest request) => Path.Combine(Folder(request), "hooks.json");

    private static string Folder(InstallRequest request) =>
        Required(request).Scope == InstallScope.User ? request.UserFolder : Path.Combine(request.ProjectFolder, ".codex");

    private static InstallRequest Required(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request;
    }
}
