// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Agents.Codex;

/// <summary>The part of an installation that is in <c>config.toml</c>: hooks switched on, and the way of model traffic.</summary>
internal static class CodexRouting
{
    private const string AliasName = "NeMo Flow OpenAI";

    private static readonly string[] HooksKey = ["features", "hooks"];
    private static readonly string[] ProviderKey = ["model_provider"];
    private static readonly string[] BaseUrlKey = ["openai_base_url"];
    private static readonly string[] CompressionKey = ["features", "enable_request_compression"];
    private static readonly string[] AliasKey = ["model_providers", CodexProviderChoice.Alias];

    /// <summary>Plans the edit; gives a problem where the wanted way is not possible.</summary>
    public static (FileEdit? Edit, List<SettingChange> Changes, string? Problem) Install(InstallRequest request, List<string> notes)
    {
        string path = CodexFiles.Configuration(request);
        byte[]? before = request.Read(path);
        TomlEditor editor = InstallText.Toml(before, path).Edit();
        bool notify = CodexNotify.IsWanted(request);
        ProviderRouting routing = request.Routing ?? (notify ? ProviderRouting.None : Present(editor.Document.Root, request));
        if (request.Scope == InstallScope.Project && routing != ProviderRouting.None)
        {
            return (null, [], "model traffic is routed for the user, not for a project: leave out --scope project, or --provider.");
        }

        if (Obstacle(editor.Document.Root, routing, request) is { } obstacle)
        {
            return (null, [], obstacle);
        }

        if (notify && NoticeObstacle(editor.Document.Root, routing, request) is { } refusal)
        {
            return (null, [], refusal);
        }

        List<(string[] Key, TomlLiteral Value)> wanted = [.. Wanted(routing, request, notify)];
        List<SettingChange> earlier = [.. request.Changes.Where(c => c.Path == path)];
        List<SettingChange> stale = [.. earlier.Where(c => IsRouting(c.Key) && !wanted.Exists(w => w.Key.SequenceEqual(c.Key)))];
        TomlDocument? original = request.Original(path) is { } bytes ? InstallText.Toml(bytes, path) : null;
        TomlSettings.Revert(editor, stale, original);
        List<SettingChange> changes = TomlSettings.Apply(editor, path, wanted, earlier);
        Explain(routing, notify, notes);
        IEnumerable<SettingChange> others = request.Changes.Where(c => !stale.Contains(c) && !changes.Exists(n => n.Path == c.Path && n.Key.SequenceEqual(c.Key)));
        return (InstallText.Edit(path, before, editor.Document), [.. others, .. changes], null);
    }

    /// <summary>Takes back what is still ours, and the trust of hooks that are taken out.</summary>
    public static FileEdit? Uninstall(InstallRequest request, string path, IReadOnlyList<InstalledHook> owned)
    {
        if (request.Read(path) is not { } before)
        {
            return null;
        }

        byte[]? originalBytes = request.Original(path);
        TomlDocument? original = originalBytes is null ? null : InstallText.Toml(originalBytes, path);
        TomlEditor editor = InstallText.Toml(before, path).Edit();
        TomlSettings.Revert(editor, request.Changes.Where(c => c.Path == path), original);
        if (path == CodexFiles.UserConfiguration(request))
        {
            RemoveTrust(editor, owned, original);
            RemoveUnrecorded(editor, request);
        }

        string after = editor.Document.ToString();
        return after == InstallText.Toml(before, path).ToString() ? null : InstallText.EditOrRemove(path, before, after, originalBytes);
    }

    private static IEnumerable<(string[] Key, TomlLiteral Value)> Wanted(ProviderRouting routing, InstallRequest request, bool notify)
    {
        string gatewayUrl = request.GatewayUrl;
        if (notify)
        {
            yield return (CodexNotify.Key, CodexNotify.Setting(request));
        }

        if (routing == ProviderRouting.Alias)
        {
            yield return (ProviderKey, CodexProviderChoice.Alias);
        }
        else if (routing == ProviderRouting.BuiltIn)
        {
            yield return (BaseUrlKey, gatewayUrl);
        }

        if (!notify)
        {
            yield return (HooksKey, true);
        }

        if (routing == ProviderRouting.BuiltIn)
        {
            yield return (CompressionKey, false);
        }
        else if (routing == ProviderRouting.Alias)
        {
            yield return ([.. AliasKey, "name"], AliasName);
            yield return ([.. AliasKey, "base_url"], gatewayUrl);
            yield return ([.. AliasKey, "wire_api"], "responses");
            yield return ([.. AliasKey, "requires_openai_auth"], true);
            yield return ([.. AliasKey, "supports_websockets"], false);
        }
    }

    /// <summary>What an earlier installation chose.</summary>
    private static ProviderRouting Present(TomlTable root, InstallRequest request) => root.TryGetString(ProviderKey) == CodexProviderChoice.Alias
        ? ProviderRouting.Alias
        : request.Changes.Any(c => c.Key.SequenceEqual(BaseUrlKey)) ? ProviderRouting.BuiltIn : ProviderRouting.None;

    private static bool IsRouting(IReadOnlyList<string> key) =>
        key.SequenceEqual(ProviderKey) || key.SequenceEqual(BaseUrlKey) || key.SequenceEqual(CompressionKey) || key.SequenceEqual(HooksKey)
        || key.SequenceEqual(CodexNotify.Key) || key[0] == AliasKey[0];

    /// <summary>A provider that the user chose is kept: its traffic cannot be led elsewhere without knowing where it went.</summary>
    private static string? Obstacle(TomlTable root, ProviderRouting routing, InstallRequest request)
    {
        if (routing == ProviderRouting.None)
        {
            return null;
        }

        string? profile = root.TryGetString("profile");
        string? provider = (profile is null ? null : root.TryGetString("profiles", profile, "model_provider")) ?? root.TryGetString(ProviderKey);
        if (provider is not (null or CodexProviderChoice.BuiltIn or CodexProviderChoice.Alias))
        {
            return $"your provider '{provider}' is kept, so its model traffic cannot be routed by an installation: install with --provider none and record hooks, or run Codex through the wrapper (nemo-flow codex), which routes '{provider}' too.";
        }

        string? baseUrl = root.TryGetString(BaseUrlKey);
        bool isOurs = baseUrl == request.GatewayUrl || request.Changes.Any(c => c.Key.SequenceEqual(BaseUrlKey) && c.Value == TomlLiteral.Of(baseUrl ?? "").Text);
        return baseUrl is null || isOurs
            ? null
            : "your openai_base_url is kept, so model traffic cannot be routed by an installation: install with --provider none, or take the setting out and give the gateway the address instead ([upstream] openai_base_url in NemoFlow's config.toml).";
    }

    /// <summary>Codex starts one program only, and the user's own stays. It starts it when a turn is over: too late for a gateway that the turn needs.</summary>
    private static string? NoticeObstacle(TomlTable root, ProviderRouting routing, InstallRequest request)
    {
        if (request.Scope == InstallScope.Project)
        {
            return "Codex takes 'notify' from the user's configuration only: leave out --scope project.";
        }

        if (routing != ProviderRouting.None)
        {
            return "model traffic cannot be routed without hooks: nothing would start a gateway before Codex needs it, and without one Codex cannot reach a model. Leave out --provider, or run Codex through the wrapper (nemo-flow codex), which has a gateway of its own.";
        }

        return CodexNotify.Foreign(root) is { } foreign
            ? $"your notify program is kept ({foreign}), and Codex starts only one: have it start {string.Join(' ', request.HookClient)} {AgentKinds.Codex} {HookMark.Option} {CodexNotify.Option} with the same last argument, or run Codex through the wrapper (nemo-flow codex)."
            : null;
    }

    private static void Explain(ProviderRouting routing, bool notify, List<string> notes) => notes.Add(routing switch
    {
        ProviderRouting.None when notify => "turns only: Codex's notify tells prompt and answer at the end of each turn; tools, tokens and the model's traffic are not recorded. For those: the wrapper (nemo-flow codex).",
        ProviderRouting.Alias => $"model traffic goes through the gateway by the provider '{CodexProviderChoice.Alias}'. Codex's lists of past sessions show those of one provider: earlier ones are hidden until you uninstall (--provider builtin keeps one list). Without a gateway Codex cannot reach a model: hooks start one.",
        ProviderRouting.BuiltIn => "model traffic goes through the gateway by openai_base_url; the history stays in one list. Codex tries a WebSocket first, which the gateway declines at once. Without a gateway Codex cannot reach a model: hooks start one.",
        _ => "hooks only: prompts, tools, turns and token counts are recorded, but not the model's traffic. Codex works the same with and without NemoFlow. For full traffic: --provider builtin or --provider alias, or the wrapper (nemo-flow codex).",
    });

    private static void RemoveTrust(TomlEditor editor, IReadOnlyList<InstalledHook> owned, TomlDocument? original)
    {
        bool removed = false;
        foreach (InstalledHook hook in owned)
        {
            removed |= editor.Remove(["hooks", "state", CodexHookTrust.Key(hook.Path, hook.Event, hook.Group, hook.Handler)], TomlPrune.Always);
        }

        if (removed && editor.Document.Root.TryGetTable("hooks", "state") is { Count: 0 } && original?.HasHeader("hooks", "state") != true)
        {
            editor.Remove(["hooks", "state"], TomlPrune.Always);
        }
    }

    /// <summary>Where the notes of the installation are lost, what can only be ours goes all the same.</summary>
    private static void RemoveUnrecorded(TomlEditor editor, InstallRequest request)
    {
        if (request.Changes.Count > 0)
        {
            return;
        }

        if (editor.Document.Root.TryGetString(ProviderKey) == CodexProviderChoice.Alias)
        {
            editor.Remove(ProviderKey, TomlPrune.Never);
        }

        if (editor.Document.Root.TryGetString([.. AliasKey, "name"]) == AliasName)
        {
            editor.Remove(AliasKey, TomlPrune.Never);
        }

        if (editor.Document.Root.TryGetString(BaseUrlKey) == request.GatewayUrl)
        {
            editor.Remove(BaseUrlKey, TomlPrune.Never);
        }

        if (CodexNotify.Owned(editor.Document.Root) is not null)
        {
            editor.Remove(CodexNotify.Key, TomlPrune.Never);
        }
    }
}
