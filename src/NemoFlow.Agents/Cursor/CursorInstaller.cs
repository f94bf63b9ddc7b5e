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
    private static readonly HookTable Table = new(AgentKinds.Cursor, grouped: false);

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

        return Guard(() =>
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

            string command = HookMark.Command(ShellQuote.Command(request.HookClient, OperatingSystem.IsWindows()), AgentKinds.Cursor);
            IReadOnlyList<string> byHand = Table.Install(editor, [.. CursorHookEvents.All.Select(name => new HookDefinition(
                name, null, new JsonObject { ["command"] = command, ["timeout"] = CursorHookEvents.TimeoutSeconds }))]);
            List<string> notes = ["hooks only: prompts, tools, edits and answers are recorded; Cursor's model traffic goes through its own servers and cannot be seen."];
            if (byHand.Count > 0)
            {
                notes.Add($"{path} has hooks for NemoFlow that were put in by hand ({string.Join(", ", byHand)}): they are left alone, and no second ones are added, so that nothing is recorded twice.");
            }

            return new InstallPlan { Edits = InstallText.Edit(path, before, editor.Document) is { } edit ? [edit] : [], Changes = changes, Notes = notes };
        });
    }

    /// <inheritdoc/>
    public InstallPlan Uninstall(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Guard(() =>
        {
            string path = HooksFile(request);
            byte[]? before = request.Read(path);
            if (InstallText.IsBlank(before))
            {
                return new InstallPlan();
            }

            byte[]? originalBytes = request.Original(path);
            JsoncContainer? original = InstallText.IsBlank(originalBytes) ? null : InstallText.Json(originalBytes, path).Root as JsoncContainer;
            JsoncEditor editor = InstallText.Json(before, path).Edit();
            string text = editor.Document.ToString();
            Table.Uninstall(editor, original);
            bool isOnlyVersion = request.Changes.Count == 0 && editor.Document.Root is JsoncContainer { Items: [{ Name: "version" }] };
            List<SettingChange> changes = isOnlyVersion && editor.Document.ToString() != text ? [new SettingChange(path, VersionKey, "1", null)] : [.. request.Changes.Where(c => c.Path == path)];
            changes.ForEach(c => JsonSettings.Revert(editor, c, original));
            string after = editor.Document.ToString();
            return after == text || InstallText.EditOrRemove(path, before, after, originalBytes) is not { } edit ? new InstallPlan() : new InstallPlan { Edits = [edit] };
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<InstalledHook> Find(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        string path = HooksFile(request);
        try
        {
            return request.Read(path) is { } bytes && !InstallText.IsBlank(bytes) ? [.. Table.In(InstallText.Json(bytes, path), path)] : [];
        }
        catch (JsoncException)
        {
            return [];
        }
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

    private static InstallPlan Guard(Func<InstallPlan> plan)
    {
        try
        {
            return plan();
        }
        catch (JsoncException e)
        {
            bool wrongShape = e.Reason.StartsWith("Expected a JSON object", StringComparison.Ordinal) || e.Reason.StartsWith("Expected 'hooks", StringComparison.Ordinal);
            return InstallPlan.Impossible((wrongShape ? "hook config must be a JSON object with lists of hooks: " : "invalid JSON in Cursor's hooks, which were left as they are: ") + e.Message);
        }
    }
}
