// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;
using NemoFlow.Configuration.Toml;
using NemoFlow.Content;

namespace NemoFlow.Agents.Codex;

/// <summary>
/// Plans a transparent run of Codex: command-line overrides put in hooks, their trust for this run, and the way to the gateway. The
/// user's files are not touched, and the user's own arguments come after ours.
/// </summary>
public static class CodexLauncher
{
    /// <summary>What its executable is called.</summary>
    public static IReadOnlyCollection<string> Names { get; } = ["codex", "codex-cli"];

    /// <summary>Makes the plan.</summary>
    public static LaunchPlan Plan(LaunchInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.AgentVersion is { } version && version < CodexHookEvents.Minimum)
        {
            return LaunchPlan.Impossible($"Codex {version} is too old: NemoFlow needs {CodexHookEvents.Minimum} or later. Update it with: npm install -g @openai/codex");
        }

        int executable = AgentExecutable.Find(input.Command, Names);
        if (executable < 0)
        {
            return new LaunchPlan
            {
                Command = input.Command,
                CapturesHooks = false,
                CapturesModels = false,
                Notes = [$"'{input.Command[0]}' does not look like Codex itself, so nothing was inserted into its arguments: only NEMO_FLOW_GATEWAY_URL is set for it."],
            };
        }

        CodexCommandLine line = CodexCommandLine.Parse(input.Command.Skip(executable + 1));
        if (Clash(line, input.AgentVersion) is { } clash)
        {
            return LaunchPlan.Impossible(clash);
        }

        string? profileFile = line.Profile is null ? null : line.Profile + ".config.toml";
        string? profileText = profileFile is null ? null : input.BesideConfiguration(profileFile);
        string? problem = ReadConfiguration(input.AgentConfiguration, input.AgentConfigurationPath, out TomlTable? configuration);
        problem = ReadConfiguration(profileText, profileFile, out TomlTable? profile) ?? problem;
        if (problem is not null)
        {
            return LaunchPlan.Impossible(problem);
        }

        string? locked = CodexSetup.Lock(input.ReadFile(CodexFiles.Requirements));
        CodexNotice? notice = locked is null ? null : CodexNotice.Find(input, line, profile, configuration);
        return Build(input, executable, line, CodexProviderChoice.Find(line, configuration, profile), locked, notice);
    }

    private static LaunchPlan Build(LaunchInput input, int executable, CodexCommandLine line, CodexProviderChoice provider, string? locked, CodexNotice? notice)
    {
        List<string> notes = [];
        List<string> before = locked is null ? ["features.hooks=true"] : [];
        List<string> after = [];
        if (line.Touching("features", "enable_request_compression") is null)
        {
            before.Add("features.enable_request_compression=false");
        }

        bool routed = provider.CanRoute;
        if (!routed)
        {
            notes.Add($"model traffic of provider '{provider.Id}' does not pass through the gateway: only hooks are recorded. Give it a [model_providers.{provider.Id}] with a base_url to record its model calls.");
        }
        else if (provider.Id == CodexProviderChoice.BuiltIn)
        {
            before.AddRange(CodexOverrides.Alias(input.GatewayUrl));
            if (line.Text("model_provider") is not null)
            {
                after.Add(CodexOverrides.Choose(CodexProviderChoice.Alias));
            }
        }
        else
        {
            // Only the address changes: name, headers, query and key stay the user's, and never show up in arguments.
            (provider.FromArguments ? after : before).AddRange(CodexOverrides.Redirect(provider.Id, input.GatewayUrl));
            notes.Add($"provider '{provider.Id}' is kept: its requests go through the gateway to {UrlText.Masked(provider.BaseUrl!)}");
        }

        if (locked is null)
        {
            before.AddRange(CodexOverrides.Hooks(CodexHookEvents.For(input.AgentVersion), input.HookCommand + " " + AgentKinds.Codex));
            notes.Add("NemoFlow's own hooks are trusted for this run only; yours keep their own trust.");
        }
        else
        {
            if (notice?.Override is { } setting)
            {
                before.Add(setting);
            }

            notes.Add($"{notice!.Recorded(routed)}: an administrator keeps hooks of yours from running ({locked}). Ask them to add NemoFlow's hooks there.{notice.Kept}");
        }

        return new LaunchPlan
        {
            Command = Insert(input.Command, executable, before, after),
            CapturesModels = routed,
            CapturesHooks = locked is null,
            BringsHooks = locked is null || routed || notice!.Override is not null,
            NoticesTurns = notice?.Override is not null,
            OpenAIUpstream = routed && provider.BaseUrl is not null && Uri.TryCreate(provider.BaseUrl, UriKind.Absolute, out Uri? upstream) ? upstream : null,
            Notes = notes,
        };
    }

    private static List<string> Insert(IReadOnlyList<string> command, int executable, List<string> before, List<string> after)
    {
        List<string> result = [.. command];
        int end = result.IndexOf("--", executable + 1) is int dashes and >= 0 ? dashes : result.Count;
        result.InsertRange(end, after.SelectMany(o => (string[])["-c", o]));
        result.InsertRange(executable + 1, before.SelectMany(o => (string[])["-c", o]));
        return result;
    }

    private static string? Clash(CodexCommandLine line, Version? version)
    {
        foreach (string name in CodexHookEvents.For(version))
        {
            if (line.Touching("hooks", name) is { } key)
            {
                return $"your '-c {key}=…' and NemoFlow's own hook for {name} exclude each other on one command line: put yours into config.toml or hooks.json, where both run.";
            }
        }

        if (line.HooksDisabled || line.Text("features", "hooks") == "false")
        {
            return "hooks are switched off by your arguments, and NemoFlow needs them: take out '--disable hooks' or '-c features.hooks=false'.";
        }

        return line.Touching("model_providers", CodexProviderChoice.Alias) is { } alias
            ? $"your '-c {alias}=…' redefines the provider that NemoFlow brings along: choose another name for yours."
            : null;
    }

    private static string? ReadConfiguration(string? text, string? path, out TomlTable? configuration)
    {
        configuration = null;
        if (text is null)
        {
            return null;
        }

        try
        {
            configuration = TomlDocument.Parse(text, null, path).Root;
            return null;
        }
        catch (TomlException e)
        {
            return "Codex's configuration cannot be read, so the provider you chose is not known: " + e.Message;
        }
    }
}
