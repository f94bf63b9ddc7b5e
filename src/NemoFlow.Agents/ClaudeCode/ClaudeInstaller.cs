// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using NemoFlow.Agents.Common;
using NemoFlow.Agents.Install;
using NemoFlow.Checks;
using NemoFlow.Configuration.Json;
using NemoFlow.Hooks;

namespace NemoFlow.Agents.ClaudeCode;

/// <summary>
/// Puts hooks into <c>settings.json</c>. Claude Code posts them to the gateway itself; the events that begin something stay commands, because
/// only those can start a gateway.
/// </summary>
public sealed class ClaudeInstaller : IHookInstaller
{
    private const string GatewayVariable = "NEMO_FLOW_GATEWAY_URL";

    /// <summary>What posted hooks tell of the environment, and the variables that they tell it of.</summary>
    private static readonly (string Header, string Variable)[] Told =
        [(HookWire.RunHeader, "NEMO_FLOW_RUN"), (HookWire.RunAgentHeader, "NEMO_FLOW_RUN_AGENT"), (HookWire.GatewayUrlHeader, GatewayVariable)];

    private static readonly JsonHooksFile Hooks = new(AgentKinds.ClaudeCode, grouped: true, "Claude Code's settings");

    private static readonly string[] BaseUrlKey = ["env", "ANTHROPIC_BASE_URL"];

    /// <summary>The first event of a session, of a turn, and the last of a session: what must not be lost while no gateway runs.</summary>
    private static readonly string[] Commands = ["SessionStart", "Setup", "UserPromptSubmit", "SessionEnd"];

    /// <inheritdoc/>
    public string Agent => AgentKinds.ClaudeCode;

    /// <inheritdoc/>
    public Version MinimumVersion => ClaudeHookEvents.Minimum;

    /// <inheritdoc/>
    public bool CanPostHooks => true;

    /// <inheritdoc/>
    public string? UserFolder(Func<string, string?> environment) => ClaudeSettings.UserFolder(environment);

    /// <inheritdoc/>
    public IReadOnlyList<string> Files(InstallRequest request) => [SettingsFile(request)];

    /// <inheritdoc/>
    public InstallPlan Install(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.AgentVersion is { } version && version < MinimumVersion)
        {
            return InstallPlan.Impossible($"Claude Code {version} is too old: NemoFlow needs {MinimumVersion} or later. Update it with: claude update");
        }

        if (request.Routing == ProviderRouting.Alias)
        {
            return InstallPlan.Impossible("Claude Code knows no provider aliases: use --provider builtin, or none.");
        }

        return Hooks.Plan(() => Plan(request));
    }

    /// <inheritdoc/>
    public InstallPlan Uninstall(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        string path = SettingsFile(request);
        return Hooks.Plan(() => InstallPlan.Of(Hooks.Uninstall(request, path, (editor, original) =>
        {
            foreach (SettingChange change in Changes(request, path, editor))
            {
                JsonSettings.Revert(editor, change, original);
            }
        })));
    }

    /// <inheritdoc/>
    public IReadOnlyList<InstalledHook> Find(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Hooks.Find(request, SettingsFile(request));
    }

    /// <inheritdoc/>
    public AgentSetup Inspect(InstallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        List<Finding> obstacles = [];
        string path = SettingsFile(request);
        try
        {
            _ = request.Read(path) is { } bytes && !InstallText.IsBlank(bytes) ? InstallText.Json(bytes, path) : null;
        }
        catch (JsoncException e)
        {
            obstacles.Add(new Finding("unreadable", "the settings cannot be read: " + e.Message, "the file is no JSON", "mend it at that place: Claude Code leaves the whole file out"));
        }

        if (obstacles.Count == 0 && InstallText.NotStrict(request.Read(path)) is not null)
        {
            obstacles.Add(new Finding("comments", "Claude Code does not read " + path, "it has comments or trailing commas, which Claude Code takes for malformed", "take them out; NemoFlow left them where they are"));
        }

        ClaudeSettings settings = Settings(request);
        if (settings.WhereTrue("disableAllHooks") is { } disabling)
        {
            obstacles.Add(new Finding("hooks_off", "all hooks are switched off", "disableAllHooks in " + disabling, "take the setting out"));
        }

        if (settings.WhereManagedTrue("allowManagedHooksOnly") is { } managed)
        {
            obstacles.Add(new Finding("managed_only", "only hooks of the administrator may run", "allowManagedHooksOnly in " + managed,
                "ask the administrator to add NemoFlow's hooks there, or record model traffic by the wrapper: nemo-flow claude"));
        }

        if (settings.WhereHttpHooksAreForbidden(HookUrl(request)) is { } forbidding && Find(request).Any(h => h.Owned && h.Command.StartsWith("http", StringComparison.Ordinal)))
        {
            obstacles.Add(new Finding("http_hooks_forbidden", "hooks may not be posted to the gateway", "allowedHttpHookUrls in " + forbidding,
                "nemo-flow install claude-code registers commands instead; or add \"http://127.0.0.1:*\" to the list"));
        }

        if (settings.WhereVariablesAreForbidden(Told.Select(t => t.Variable)) is { } closed && Find(request).Any(h => h.Owned && h.Command.StartsWith("http", StringComparison.Ordinal)))
        {
            obstacles.Add(new Finding("http_hook_variables_forbidden", "posted hooks cannot tell whether a run records them already, nor which gateway they are for", "httpHookAllowedEnvVars in " + closed,
                "install again: commands are registered instead; or add " + string.Join(", ", Told.Select(t => $"\"{t.Variable}\"")) + " to the list"));
        }

        return new AgentSetup(obstacles, "anthropic", settings.Variable("ANTHROPIC_BASE_URL").Value);
    }

    private static InstallPlan Plan(InstallRequest request)
    {
        string path = SettingsFile(request);
        byte[]? before = request.Read(path);
        JsoncEditor editor = InstallText.Json(before, path).Edit();
        List<string> notes = [];
        Hooks.Install(editor, path, Definitions(request, notes), notes);
        List<SettingChange> earlier = [.. request.Changes.Where(c => c.Path == path)];
        bool wasRouted = earlier.Exists(c => c.Key.SequenceEqual(BaseUrlKey));
        ProviderRouting routing = request.Routing ?? (wasRouted ? ProviderRouting.BuiltIn : ProviderRouting.None);
        List<SettingChange> changes = [.. request.Changes.Where(c => c.Path != path)];
        if (routing == ProviderRouting.BuiltIn)
        {
            string? current = Settings(request).Variable(BaseUrlKey[1]).Value;
            if (current is not null && current != request.GatewayUrl && !wasRouted)
            {
                return InstallPlan.Impossible("your ANTHROPIC_BASE_URL is kept, so model traffic cannot be routed by an installation: install with --provider none, or take it out and give the gateway the address instead ([upstream] anthropic_base_url in NemoFlow's config.toml).");
            }

            if (JsonSettings.Apply(editor, path, BaseUrlKey, request.GatewayUrl, earlier) is { } change)
            {
                changes.Add(change);
            }

            notes.Add("model traffic goes through the gateway by env.ANTHROPIC_BASE_URL. Without a gateway Claude Code cannot reach a model: hooks start one.");
        }
        else
        {
            JsoncContainer? original = request.Original(path) is { } bytes && !InstallText.IsBlank(bytes) ? InstallText.Json(bytes, path).Root as JsoncContainer : null;
            earlier.ForEach(c => JsonSettings.Revert(editor, c, original));
            notes.Add("hooks only: prompts, tools and turns are recorded, but not the model's traffic. Claude Code works the same with and without NemoFlow. For full traffic: --provider builtin, or the wrapper (nemo-flow claude).");
        }

        if (request.Scope == InstallScope.Project)
        {
            notes.Add(path + " is often shared with others, and the hooks in it name a path of this machine: keep it out of the repository, or install for yourself (--scope user).");
        }

        return new InstallPlan { Edits = InstallText.Edit(path, before, editor.Document) is { } edit ? [edit] : [], Changes = changes, Notes = notes };
    }

    private static List<HookDefinition> Definitions(InstallRequest request, List<string> notes)
    {
        string command = HookMark.Command(
            ShellQuote.Command(request.HookClient.Select(w => request.Windows ? w.Replace('\\', '/') : w), windows: false), AgentKinds.ClaudeCode);
        bool commandsOnly = CommandsOnly(request, notes);
        ClaudeHookTarget target = commandsOnly
            ? new(command)
            : new(command + " " + ShellQuote.Posix("--posts-to=" + request.GatewayUrl), HookUrl(request))
            {
                Headers = new Dictionary<string, string>([new(HookMark.Header, "1"), .. Told.Select(t => KeyValuePair.Create(t.Header, "$" + t.Variable))]),
                Variables = [.. Told.Select(t => t.Variable)],
            };
        JsonObject hooks = ClaudeHookTable.Build(request.AgentVersion, target);
        JsonObject asCommands = ClaudeHookTable.Build(request.AgentVersion, target with { Url = null });
        return [.. hooks.Select(h => new HookDefinition(h.Key, null, Handler(Commands.Contains(h.Key) ? asCommands : hooks, h.Key)))];
    }

    /// <summary>
    /// Claude Code knows no variables in the address that it posts to, and loses what nobody answers. Posted hooks tell by a header which
    /// gateway the variable names, and are passed on; a command goes there itself.
    /// </summary>
    private static bool CommandsOnly(InstallRequest request, List<string> notes)
    {
        List<InstalledHook> present = [.. Hooks.Find(request, SettingsFile(request)).Where(h => h.Owned)];
        if (request.CommandsOnly || (present.Count > 0 && !present.Exists(h => h.Command.StartsWith("http", StringComparison.Ordinal))))
        {
            return true;
        }

        if (Settings(request).WhereHttpHooksAreForbidden(HookUrl(request)) is { } forbids)
        {
            notes.Add($"allowedHttpHookUrls in {forbids} forbids posting hooks to the gateway, so commands forward them: add \"http://127.0.0.1:*\" to the list, uninstall and install again to save a process per hook.");
            return true;
        }

        if (Settings(request).WhereVariablesAreForbidden(Told.Select(t => t.Variable)) is { } closed)
        {
            notes.Add($"httpHookAllowedEnvVars in {closed} keeps posted hooks from telling whether a run records them already, so commands forward them: add {string.Join(", ", Told.Select(t => $"\"{t.Variable}\""))} to the list, uninstall and install again to save a process per hook.");
            return true;
        }

        if (present.Count == 0 && !string.IsNullOrEmpty(request.Environment(GatewayVariable)))
        {
            notes.Add($"{GatewayVariable} is set, and Claude Code cannot post hooks to an address that a variable names, so commands forward them: a process per hook, but no second gateway that passes them on.");
            return true;
        }

        notes.Add($"Claude Code posts hooks to {request.GatewayUrl}, whose gateway passes them on where {GatewayVariable} names another; Claude Code loses those that find no gateway. To have them kept on disk instead, take commands, a process per hook: --command-hooks");
        return false;
    }

    private static JsonObject Handler(JsonObject hooks, string name) => (JsonObject)hooks[name]![0]!["hooks"]![0]!.DeepClone();

    /// <summary>What is remembered; where that is lost, an address of this gateway can only be ours.</summary>
    private static List<SettingChange> Changes(InstallRequest request, string path, JsoncEditor editor)
    {
        List<SettingChange> remembered = [.. request.Changes.Where(c => c.Path == path)];
        return remembered.Count == 0 && request.Changes.Count == 0 && (editor.Document.Root as JsoncContainer)?.TryGet(BaseUrlKey) is JsoncScalar url && url.Text == request.GatewayUrl
            ? [new SettingChange(path, BaseUrlKey, url.ToString(), null)]
            : remembered;
    }

    private static ClaudeSettings Settings(InstallRequest request) => ClaudeSettings.Read(
        new LaunchInput
        {
            Command = [],
            GatewayUrl = request.GatewayUrl,
            HookCommand = "",
            WorkingDirectory = request.ProjectFolder,
            Environment = request.Environment,
            ListFiles = request.ListFiles,
            ReadFile = file => request.Read(file) is { } bytes ? Encoding.UTF8.GetString(bytes) : null,
        },
        null,
        null);

    private static string HookUrl(InstallRequest request) => request.GatewayUrl + HookWire.RoutePrefix + AgentKinds.ClaudeCode;

    private static string SettingsFile(InstallRequest request) =>
        Path.Combine(request.Scope == InstallScope.User ? request.UserFolder : Path.Combine(request.ProjectFolder, ".claude"), "settings.json");
}
