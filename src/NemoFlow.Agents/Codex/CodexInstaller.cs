// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.Agents.Common;
using NemoFlow.Agents.Install;
using NemoFlow.Configuration.Json;
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Agents.Codex;

/// <summary>
/// Puts hooks into <c>hooks.json</c>, which Codex adds to those of <c>config.toml</c>, and where asked for leads model traffic to the gateway.
/// Codex runs a hook only once its definition is trusted, which <see cref="Trust"/> can do for ours.
/// </summary>
public sealed class CodexInstaller : IHookInstaller
{
    private static readonly JsonHooksFile HooksFile = new(AgentKinds.Codex, grouped: true, "Codex's hooks");

    /// <inheritdoc/>
    public string Agent => AgentKinds.Codex;

    /// <inheritdoc/>
    public bool HasNotice => true;

    /// <inheritdoc/>
    public string? UserFolder(Func<string, string?> environment) => CodexFiles.UserFolder(environment);

    /// <inheritdoc/>
    public IReadOnlyList<string> Files(InstallRequest request) =>
        [.. new[] { CodexFiles.Hooks(request), CodexFiles.Configuration(request), CodexFiles.UserConfiguration(request) }.Distinct()];

    /// <inheritdoc/>
    public InstallPlan Install(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.AgentVersion is { } version && version < CodexHookEvents.Minimum)
        {
            return InstallPlan.Impossible($"Codex {version} is too old: NemoFlow needs {CodexHookEvents.Minimum} or later. Update it with: npm install -g @openai/codex");
        }

        return Guard(() =>
        {
            List<string> notes = [];
            bool notify = CodexNotify.IsWanted(request);
            if (notify)
            {
                notes.Add((CodexSetup.Lock(request) is { } locked ? locked + ": hooks of yours would never run. " : "") + "Codex's notify takes the place of hooks; 'nemo-flow uninstall codex' and installing again goes back to hooks, where they may run.");
            }

            FileEdit? hooks = notify ? HooksFile.Uninstall(request, CodexFiles.Hooks(request)) : InstallHooks(request, notes);
            (FileEdit? configuration, List<SettingChange> changes, string? problem) = CodexRouting.Install(request, notes);
            return problem is not null
                ? InstallPlan.Impossible(problem)
                : new InstallPlan { Edits = [.. new[] { hooks, configuration }.OfType<FileEdit>()], Changes = changes, Notes = notes };
        });
    }

    /// <inheritdoc/>
    public InstallPlan Uninstall(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Guard(() =>
        {
            string path = CodexFiles.Hooks(request);
            IReadOnlyList<InstalledHook> owned = [.. HooksFile.Find(request, path).Where(h => h.Owned)];
            List<FileEdit> edits = [.. InstallPlan.Of(HooksFile.Uninstall(request, path)).Edits];
            string[] configurations = [.. new[] { CodexFiles.Configuration(request), CodexFiles.UserConfiguration(request) }.Distinct()];
            edits.AddRange(configurations.Select(c => CodexRouting.Uninstall(request, c, owned)).OfType<FileEdit>());
            return new InstallPlan { Edits = edits };
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<InstalledHook> Find(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return [.. HooksFile.Find(request, CodexFiles.Hooks(request)), .. new[] { CodexNotify.Find(request) }.OfType<InstalledHook>()];
    }

    /// <inheritdoc/>
    public Version MinimumVersion => CodexHookEvents.Minimum;

    /// <inheritdoc/>
    public AgentSetup Inspect(InstallRequest request) => CodexSetup.Inspect(request);

    /// <summary>The state that lets our hooks run, by Codex's own names for them; computed here, for the case that Codex cannot be asked.</summary>
    public static IReadOnlyList<CodexHookState> ExpectedStates(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return [.. HooksFile.Find(request, CodexFiles.Hooks(request)).Where(h => h.Owned).Select(h => new CodexHookState(
            CodexHookTrust.Key(h.Path, h.Event, h.Group, h.Handler),
            h.Command,
            CodexHookTrust.Hash(h.Event, h.Command, CodexHookEvents.TimeoutSeconds(h.Event)),
            null))];
    }

    /// <summary>The same with what the user's configuration notes of each: <c>trusted</c>, <c>untrusted</c>, <c>modified</c> or <c>disabled</c>.</summary>
    public static IReadOnlyList<CodexHookState> NotedStates(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        TomlTable? root = null;
        try
        {
            root = request.Read(CodexFiles.UserConfiguration(request)) is { } bytes ? InstallText.Toml(bytes, "config.toml").Root : null;
        }
        catch (TomlException)
        {
            // Codex refuses to start with it, and says so itself.
        }

        return [.. ExpectedStates(request).Select(s => s with
        {
            Trust = root?.TryGetBoolean("hooks", "state", s.Key, "enabled") == false ? "disabled"
                : root?.TryGetString("hooks", "state", s.Key, "trusted_hash") is not { } hash ? "untrusted"
                : hash == s.Hash ? "trusted" : "modified",
        })];
    }

    /// <summary>The words of the program that Codex starts at the end of a turn, where an installation put it in; null where none did.</summary>
    public static IReadOnlyList<string>? Notify(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return CodexNotify.Find(request) is null || request.Read(CodexFiles.UserConfiguration(request)) is not { } bytes
            ? null
            : [.. ((TomlArray)InstallText.Toml(bytes, "config.toml").Root.TryGet(CodexNotify.Key)!).Items.OfType<TomlScalar>().Select(w => (string)w.Value!)];
    }

    /// <summary>Trusts hooks in the user's configuration.</summary>
    public static InstallPlan Trust(InstallRequest request, IReadOnlyList<CodexHookState> states)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(states);
        return Guard(() =>
        {
            string path = CodexFiles.UserConfiguration(request);
            byte[]? before = request.Read(path);
            TomlEditor editor = InstallText.Toml(before, path).Edit();
            List<SettingChange> changes = TomlSettings.Apply(
                editor,
                path,
                states.Select(s => (new[] { "hooks", "state", s.Key, "trusted_hash" }, TomlLiteral.Of(s.Hash))),
                request.Changes);
            IEnumerable<SettingChange> others = request.Changes.Where(c => !changes.Exists(n => n.Path == c.Path && n.Key.SequenceEqual(c.Key)));
            return new InstallPlan
            {
                Edits = InstallText.Edit(path, before, editor.Document) is { } edit ? [edit] : [],
                Changes = [.. others, .. changes],
            };
        });
    }

    private static FileEdit? InstallHooks(InstallRequest request, List<string> notes)
    {
        string path = CodexFiles.Hooks(request);
        byte[]? before = request.Read(path);
        JsoncEditor editor = InstallText.Json(before, path).Edit();
        string command = ShellQuote.Command(request.HookClient, request.Windows);
        HooksFile.Install(editor, path, [.. CodexHookEvents.For(request.AgentVersion).Select(name => Define(name, command))], notes);
        return InstallText.Edit(path, before, editor.Document);
    }

    private static HookDefinition Define(string name, string hookCommand) => new(name, null, new JsonObject
    {
        ["type"] = "command",
        ["command"] = HookMark.Command(hookCommand, AgentKinds.Codex),
        ["timeout"] = CodexHookEvents.TimeoutSeconds(name),
    });

    private static InstallPlan Guard(Func<InstallPlan> plan) => HooksFile.Plan(() =>
    {
        try
        {
            return plan();
        }
        catch (TomlException e)
        {
            return InstallPlan.Impossible("invalid TOML in Codex's configuration, which was left as it is: " + e.Message);
        }
    });
}
