// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;
using NemoFlow.Checks;
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Agents.Codex;

/// <summary>Reads what Codex's configuration means for recording.</summary>
internal static class CodexSetup
{
    public static AgentSetup Inspect(InstallRequest request)
    {
        List<Finding> obstacles = [];
        string path = CodexFiles.UserConfiguration(request);
        TomlTable? user = Read(request, path, obstacles);
        TomlTable? requirements = Read(request, CodexFiles.Requirements, obstacles);
        if (user?.TryGetBoolean("features", "hooks") == false && CodexNotify.Find(request) is null)
        {
            obstacles.Add(new Finding("hooks_off", "hooks are switched off", $"[features] hooks = false in {path}", "nemo-flow install codex switches them on"));
        }

        if (Lock(requirements) is { } locked && CodexNotify.Find(request) is null)
        {
            obstacles.Add(new Finding("hooks_locked", "hooks of yours do not run", locked,
                "record turns by Codex's notify instead: nemo-flow install codex; or model traffic too, by the wrapper: nemo-flow codex; or ask the administrator to add NemoFlow's hooks there"));
        }

        string hooks = CodexFiles.Hooks(request);
        if (InstallText.NotStrict(request.Read(hooks)) is { } problem)
        {
            obstacles.Add(new Finding("hooks_unreadable", $"Codex does not read {hooks}", "it is no plain JSON: " + problem, "mend it, and take comments and trailing commas out"));
        }

        string? profile = user?.TryGetString("profile");
        string provider = (profile is null ? null : user?.TryGetString("profiles", profile, "model_provider")) ?? user?.TryGetString("model_provider") ?? CodexProviderChoice.BuiltIn;
        string? url = provider == CodexProviderChoice.BuiltIn ? user?.TryGetString("openai_base_url") : user?.TryGetString("model_providers", provider, "base_url");
        return new AgentSetup(obstacles, provider, url);
    }

    /// <summary>How an administrator keeps users' hooks from running; null where nobody does.</summary>
    public static string? Lock(InstallRequest request) => Lock(Read(request, CodexFiles.Requirements, []));

    /// <summary>The same from the text of the requirements; one that cannot be read locks nothing, since Codex itself refuses to start with it.</summary>
    public static string? Lock(string? requirements)
    {
        try
        {
            return requirements is null ? null : Lock(TomlDocument.Parse(requirements, null, CodexFiles.Requirements).Root);
        }
        catch (TomlException)
        {
            return null;
        }
    }

    private static string? Lock(TomlTable? requirements) =>
        requirements?.TryGetBoolean("allow_managed_hooks_only") == true ? "allow_managed_hooks_only in " + CodexFiles.Requirements
        : requirements?.TryGetBoolean("features", "hooks") == false ? "[features] hooks = false in " + CodexFiles.Requirements
        : null;

    private static TomlTable? Read(InstallRequest request, string path, List<Finding> obstacles)
    {
        try
        {
            return request.Read(path) is { } bytes ? InstallText.Toml(bytes, path).Root : null;
        }
        catch (TomlException e)
        {
            obstacles.Add(new Finding("unreadable", "the configuration cannot be read: " + e.Message, "the file is no TOML", "mend it at that place; Codex itself says the same"));
            return null;
        }
    }
}
