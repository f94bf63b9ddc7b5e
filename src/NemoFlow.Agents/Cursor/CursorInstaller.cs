// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.Agents.Common;
using NemoFlow.Agents.Install;
using NemoFlow.Checks;
using NemoFlow.Configuration.Json;

namespace NemoFlow.Agents.Cursor;

/// <summary>Puts hooks into Cursor's <c>hooks.json</c>, which the editor and the command line read alike. Its model traffic goes through Cursor's own servers.</summary>
public sealed class CursorInstaller : IHookInstaller
{
    private static readonly JsonHooksFile Hooks = new(AgentKinds.Cursor, grouped: false, "Cursor's hooks");

    private static readonly string[] VersionKey = ["version"];

    /// <inheritdoc/>
    public string Agent => AgentKinds.Cursor;

    /// <inheritdoc/>
    public Version MinimumVersion { get; } = new(0, 0);

    /// <inheritdoc/>
    public string? UserFolder(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return environment(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME") is { Length: > 0 } home ? Path.Combine(home, ".cursor") : null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Files(InstallRequest request) => [HooksFile(request)];

    /// <inheritdoc/>
    public InstallPlan Install(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Routing is ProviderRouting.Alias or ProviderRouting.BuiltIn)
        {
            return InstallPlan.Impossible("Cursor's model traffic goes through its own servers and cannot be routed: leave out --provider.");
        }

        return Hooks.Plan(() =>
        {
            string path = HooksFile(request);
            byte[]? before = request.Read(path);
            JsoncEditor editor = InstallText.Json(before, path).Edit();
            List<SettingChange> changes = [.. request.Changes];
            if (editor.Document.RequireObject().TryGet(VersionKey) is null)
            {
                editor.Set(VersionKey, CursorHookEvents.FileVersion);
                changes.Add(new SettingChange(path, VersionKey, editor.Document.RequireObject().TryGet(VersionKey)!.ToString(), null));
            }

            string command = HookMark.Command(ShellQuote.Command(request.HookClient, request.Windows), AgentKinds.Cursor);
            List<string> notes = ["hooks only: prompts, tools, edits and answers are recorded; Cursor's model traffic goes through its own servers and cannot be seen."];
            Hooks.Install(editor, path, [.. CursorHookEvents.All.Select(name => new HookDefinition(
                name, null, new JsonObject { ["command"] = command, ["timeout"] = CursorHookEvents.TimeoutSeconds }))], notes);
            return new InstallPlan { Edits = InstallText.Edit(path, before, editor.Document) is { } edit ? [edit] : [], Changes = changes, Notes = notes };
        });
    }

    /// <inheritdoc/>
    public InstallPlan Uninstall(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        string path = HooksFile(request);
        bool hadHooks = Find(request).Any(h => h.Owned);
        return Hooks.Plan(() => InstallPlan.Of(Hooks.Uninstall(request, path, (editor, original) =>
        {
            bool isOnlyVersion = hadHooks && request.Changes.Count == 0 && editor.Document.Root is JsoncContainer { Items: [{ Name: "version" }] };
            IEnumerable<SettingChange> changes = isOnlyVersion ? [new SettingChange(path, VersionKey, "1", null)] : request.Changes.Where(c => c.Path == path);
            foreach (SettingChange change in changes)
            {
                JsonSettings.Revert(editor, change, original);
            }
        })));
    }

    /// <inheritdoc/>
    public IReadOnlyList<InstalledHook> Find(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Hooks.Find(request, HooksFile(request));
    }

    /// <inheritdoc/>
    public AgentSetup Inspect(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        string path = HooksFile(request);
        List<Finding> obstacles = InstallText.NotStrict(request.Read(path)) is { } problem
            ? [new Finding("hooks_unreadable", $"Cursor does not read {path}", "it is no plain JSON: " + problem, "mend it, and take comments and trailing commas out")]
            : [];
        return new AgentSetup(obstacles, AgentKinds.Cursor, null);
    }

    private static string HooksFile(InstallRequest request) =>
        Path.Combine(request.Scope == InstallScope.User ? request.UserFolder : Path.Combine(request.ProjectFolder, ".cursor"), "hooks.json");
}
