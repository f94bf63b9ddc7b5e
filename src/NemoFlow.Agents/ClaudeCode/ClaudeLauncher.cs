// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;
using NemoFlow.Hooks;

namespace NemoFlow.Agents.ClaudeCode;

/// <summary>
/// Plans a transparent run of Claude Code: settings for this run alone put in hooks and the way to the gateway. They beat the user's
/// settings files, whose variables would beat the process's; none of those files is touched.
/// </summary>
public static class ClaudeLauncher
{
    private const string CustomHeaders = "ANTHROPIC_CUSTOM_HEADERS";
    private const string ToolSearch = "ENABLE_TOOL_SEARCH";
    private const string AnthropicHost = "api.anthropic.com";

    /// <summary>What its executable is called, <c>npx</c>'s name of its package included.</summary>
    public static IReadOnlyCollection<string> Names { get; } = ["claude", "claude-code"];

    /// <summary>Makes the plan.</summary>
    public static LaunchPlan Plan(LaunchInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.AgentVersion is { } version && version < ClaudeHookEvents.Minimum)
        {
            return LaunchPlan.Impossible($"Claude Code {version} is too old: NemoFlow needs {ClaudeHookEvents.Minimum} or later. Update it with: claude update");
        }

        int executable = AgentExecutable.Find(input.Command, Names);
        if (executable < 0)
        {
            return Nothing(input, $"'{input.Command[0]}' does not look like Claude Code itself, so nothing was inserted into its arguments: only NEMO_FLOW_GATEWAY_URL is set for it.");
        }

        List<string> arguments = [.. input.Command.Skip(executable + 1)];
        ClaudeCommandLine line = ClaudeCommandLine.Parse(arguments);
        if (line.OnlyTells || line.Command is not null)
        {
            return Nothing(input, line.Command is null ? null : $"'claude {line.Command}' holds no conversation: it is started as it is, and nothing is recorded.");
        }

        if (line.Background is { } background)
        {
            return LaunchPlan.Impossible($"{background} hands the session to a service that outlives this run and its gateway. Leave it out, or record with a gateway that stays: nemo-flow --bind 127.0.0.1:4040");
        }

        if (line.SettingsValueMissing)
        {
            return LaunchPlan.Impossible("--settings is missing its value: a file, or JSON.");
        }

        return ClaudeOverlay.Read(line.Settings(arguments), input, out string? problem) is { } overlay
            ? Build(input, executable, arguments, line, overlay)
            : LaunchPlan.Impossible(problem!);
    }

    private static LaunchPlan Build(LaunchInput input, int executable, List<string> arguments, ClaudeCommandLine line, ClaudeOverlay overlay)
    {
        ClaudeSettings settings = ClaudeSettings.Read(input, overlay.Element, line.SettingSources);
        ClaudeProviderChoice provider = ClaudeProviderChoice.Find(settings, input.IsOwnGateway);
        string? withoutHooks = WithoutHooks(input, line, settings);
        Dictionary<string, string> variables = Variables(input, settings, provider);
        foreach ((string name, string value) in variables)
        {
            overlay.SetVariable(name, value);
        }

        List<string> notes = [];
        AddNote(notes, provider.Note);
        AddNote(notes, withoutHooks);
        if (withoutHooks is null)
        {
            string url = input.GatewayUrl + HookWire.RoutePrefix + AgentKinds.ClaudeCode;
            string? forbids = settings.WhereHttpHooksAreForbidden(url);
            AddNote(notes, forbids is null ? null : $"allowedHttpHookUrls in {forbids} forbids posting hooks to the gateway, so a command forwards them: add \"http://127.0.0.1:*\" to the list to save a process per hook.");
            overlay.AddHooks(ClaudeHookTable.Build(input.AgentVersion, new ClaudeHookTarget(HookCommand(input), forbids is null ? url : null)));
        }

        (IReadOnlyList<string> command, IReadOnlyList<string> shown, Dictionary<string, string> files) = Insert(input, executable, arguments, line, overlay, variables.Keys);
        Dictionary<string, string> environment = Environment(input, settings, provider);
        return new LaunchPlan
        {
            Command = command,
            ShownCommand = shown,
            PrivateFiles = files,
            Environment = environment,
            SecretVariables = [CustomHeaders],
            CapturesHooks = withoutHooks is null,
            CapturesModels = provider.CanRoute,
            AnthropicUpstream = provider.BaseUrl,
            Notes = notes,
            HooksRemedy = "look for disableAllHooks, allowManagedHooksOnly and allowedHttpHookUrls in the settings that /status names",
            ModelsRemedy = "check ANTHROPIC_BASE_URL and CLAUDE_CODE_USE_* in managed settings and in the environment",
        };
    }

    /// <summary>Why no hook will fire; null where hooks are on.</summary>
    private static string? WithoutHooks(LaunchInput input, ClaudeCommandLine line, ClaudeSettings settings)
    {
        string? by = line.WithoutHooks
            ?? (input.Environment("CLAUDE_CODE_SIMPLE") is "1" or "true" ? "CLAUDE_CODE_SIMPLE" : null)
            ?? (input.Environment("CLAUDE_CODE_SAFE_MODE") is "1" or "true" ? "CLAUDE_CODE_SAFE_MODE" : null)
            ?? (settings.WhereTrue("disableAllHooks") is { } disabling ? "disableAllHooks in " + disabling : null)
            ?? (settings.WhereManagedTrue("allowManagedHooksOnly") is { } managed ? "allowManagedHooksOnly in " + managed : null);
        return by is null ? null : $"hooks are switched off by {by}: only model calls are recorded, without prompts, tools and subagents as the agent tells them.";
    }

    /// <summary>What the run's settings must set, because variables of settings files beat the process's.</summary>
    private static Dictionary<string, string> Variables(LaunchInput input, ClaudeSettings settings, ClaudeProviderChoice provider)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        if (provider.CanRoute)
        {
            variables["ANTHROPIC_BASE_URL"] = input.GatewayUrl;
            if (provider.BaseUrl is null && input.AnthropicBaseUrl?.Host == AnthropicHost && settings.Variable(ToolSearch).Value is null)
            {
                // Behind another address Claude Code would switch tool search off, and so send other requests than without us.
                variables[ToolSearch] = "true";
            }
        }

        if (NoProxy.ProxyVariables.Any(n => settings.Variable(n).Value is not null))
        {
            foreach (string name in NoProxy.Names)
            {
                variables[name] = NoProxy.WithThisMachine(settings.Variable("NO_PROXY").Value ?? settings.Variable("no_proxy").Value);
            }
        }

        return variables;
    }

    /// <summary>
    /// The token goes by the environment: arguments and files are read by others. Where the user's settings set headers, those beat the
    /// process's and stay alone; the token is needed only by requests without credentials.
    /// </summary>
    private static Dictionary<string, string> Environment(LaunchInput input, ClaudeSettings settings, ClaudeProviderChoice provider)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        if (!provider.CanRoute)
        {
            return environment;
        }

        environment["ANTHROPIC_BASE_URL"] = input.GatewayUrl;
        if (input.GatewayToken is { } token && !settings.SetsVariable(CustomHeaders))
        {
            string theirs = input.Environment(CustomHeaders)?.TrimEnd() ?? "";
            environment[CustomHeaders] = (theirs.Length > 0 ? theirs + "\n" : "") + HookWire.TokenHeader + ": " + token;
        }

        return environment;
    }

    /// <summary>
    /// The user's settings argument is replaced by one that holds both. What came from a file goes to a private file, since it may hold
    /// what others must not read in a list of processes.
    /// </summary>
    private static (IReadOnlyList<string> Command, IReadOnlyList<string> Shown, Dictionary<string, string> Files) Insert(
        LaunchInput input, int executable, List<string> arguments, ClaudeCommandLine line, ClaudeOverlay overlay, IReadOnlyCollection<string> ours)
    {
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        string value = overlay.ToJson();
        string shown = overlay.ToShownJson(ours);
        if (overlay.File is not null && input.PrivateFolder is { } folder)
        {
            string path = Path.Combine(folder, "claude-settings.json");
            files[path] = value;
            (value, shown) = (path, path);
        }

        return (With(value), With(shown), files);

        List<string> With(string settings)
        {
            List<string> changed = [.. arguments];
            if (line.SettingsIndex < 0)
            {
                changed.InsertRange(0, ["--settings", settings]);
            }
            else
            {
                changed[line.SettingsIndex] = line.SettingsAttached ? "--settings=" + settings : settings;
            }

            return [.. input.Command.Take(executable + 1), .. changed];
        }
    }

    /// <summary>Claude Code runs hooks in a POSIX shell, on Windows in that of Git.</summary>
    private static string HookCommand(LaunchInput input) =>
        (input.HookClient.Count > 0 ? ShellQuote.Command(input.HookClient.Select(w => OperatingSystem.IsWindows() ? w.Replace('\\', '/') : w), windows: false) : input.HookCommand) + " " + AgentKinds.ClaudeCode;

    private static LaunchPlan Nothing(LaunchInput input, string? note) => new()
    {
        Command = input.Command,
        CapturesHooks = false,
        CapturesModels = false,
        Notes = note is null ? [] : [note],
    };

    private static void AddNote(List<string> notes, string? note)
    {
        if (note is not null)
        {
            notes.Add(note);
        }
    }
}
