// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Agents.Common;
using NemoFlow.Agents.Install;
using NemoFlow.Checks;
using NemoFlow.Configuration.Yaml;

namespace NemoFlow.Agents.Hermes;

/// <summary>
/// Puts hooks into Hermes's <c>config.yaml</c>. Hermes asks its user to approve each of them, which nobody else does in the user's place.
/// </summary>
public sealed class HermesInstaller : IHookInstaller
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public string Agent => AgentKinds.Hermes;

    /// <inheritdoc/>
    public Version MinimumVersion { get; } = new(0, 0);

    /// <summary>It reads one folder: the user's, or the one that <c>HERMES_HOME</c> names.</summary>
    public bool RunsBothScopes => false;

    /// <inheritdoc/>
    public string? UserFolder(Func<string, string?> environment) => HermesFiles.UserFolder(environment);

    /// <inheritdoc/>
    public IReadOnlyList<string> Files(InstallRequest request) => [HermesFiles.Configuration(request)];

    /// <inheritdoc/>
    public InstallPlan Install(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Routing is ProviderRouting.Alias or ProviderRouting.BuiltIn)
        {
            return InstallPlan.Impossible("Hermes's model traffic is not routed by an installation: leave out --provider. Its own hooks tell of every model call; for exact traffic set OPENAI_BASE_URL and use the wrapper (nemo-flow hermes).");
        }

        return Guard(() => Plan(request));
    }

    /// <inheritdoc/>
    public InstallPlan Uninstall(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Guard(() =>
        {
            string path = HermesFiles.Configuration(request);
            byte[]? before = request.Read(path);
            if (InstallText.IsBlank(before))
            {
                return new InstallPlan();
            }

            YamlDocument document = Read(before, path);
            byte[]? originalBytes = request.Original(path);
            string after = HermesHookTable.Uninstall(document, originalBytes is null ? null : Read(originalBytes, path)).ToString();
            return after == document.ToString() ? new InstallPlan() : InstallPlan.Of(InstallText.EditOrRemove(path, before, after, originalBytes));
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<InstalledHook> Find(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        string path = HermesFiles.Configuration(request);
        try
        {
            return request.Read(path) is { } bytes ? HermesHookTable.In(Read(bytes, path), path) : [];
        }
        catch (Exception e) when (e is YamlException or DecoderFallbackException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public AgentSetup Inspect(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        string path = HermesFiles.Configuration(request);
        List<Finding> obstacles = [];
        YamlValue? root = null;
        try
        {
            root = request.Read(path) is { } bytes ? Read(bytes, path).Root : null;
        }
        catch (Exception e) when (e is YamlException or DecoderFallbackException)
        {
            obstacles.Add(new Finding("unreadable", "the configuration cannot be read: " + e.Message, "the file is no YAML", "mend it at that place; Hermes itself says the same"));
        }

        if (request.Environment("HERMES_SAFE_MODE") is "1" or "true")
        {
            obstacles.Add(new Finding("safe_mode", "Hermes runs no hooks", "HERMES_SAFE_MODE is set", "unset it"));
        }

        return new AgentSetup(obstacles, root?.TryGetText("model", "provider") ?? AgentKinds.Hermes, root?.TryGetText("model", "base_url"));
    }

    private static InstallPlan Plan(InstallRequest request)
    {
        string path = HermesFiles.Configuration(request);
        byte[]? before = request.Read(path);
        YamlDocument document = Read(before, path);
        List<string> byHand = [];
        YamlDocument after = HermesHookTable.Install(document, HookMark.Command(ShellQuote.Command(request.HookClient.Select(w => request.Windows ? Slashes(w) : w), windows: false), AgentKinds.Hermes), byHand);
        if (HermesHookTable.Uninstall(document, null).ToString() == document.ToString() && HermesHookTable.Uninstall(after, document).ToString() != document.ToString())
        {
            return InstallPlan.Impossible($"{path} is written in a form that cannot be edited without changing more than hooks; it was left as it is. Add the entries by hand: the documentation of Hermes's integration lists them.");
        }

        List<string> notes = ["hooks only: prompts, tools, subagents and model calls are recorded as Hermes's own hooks tell them. Hermes works the same with and without NemoFlow."];
        notes.Add("Hermes asks you to approve each hook when it starts in a terminal; without approval it skips them. See with: hermes hooks list");
        if (byHand.Count > 0)
        {
            notes.Add(InstallText.ByHand(path, byHand));
        }

        if (request.Scope == InstallScope.Project)
        {
            notes.Add($"Hermes reads the project's configuration where its home is that folder: HERMES_HOME={HermesFiles.Folder(request)}. Without that, install for yourself (--scope user).");
        }

        string text = before is null && after.ToString().Length > 0 && !after.ToString().EndsWith('\n') ? after + "\n" : after.ToString();
        return InstallPlan.Of(text == document.ToString() ? null : new FileEdit(path, before, Encoding.UTF8.GetBytes(text))) with { Notes = notes };
    }

    /// <summary>Hermes splits a command as a POSIX shell does, where a backslash quotes.</summary>
    private static string Slashes(string word) => word.Replace('\\', '/');

    private static YamlDocument Read(byte[]? bytes, string path) => YamlDocument.Parse(Strict.GetString(bytes ?? []), path);

    private static InstallPlan Guard(Func<InstallPlan> plan)
    {
        try
        {
            return plan();
        }
        catch (Exception e) when (e is YamlException or DecoderFallbackException)
        {
            return InstallPlan.Impossible("invalid YAML in Hermes config, which was left as it is: " + (e is YamlException ? e.Message : "the file is not UTF-8; save it as UTF-8."));
        }
    }
}
