// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Nodes;
using NemoFlow.Content;

namespace NemoFlow.Configuration.Settings;

/// <summary>Settings of a gateway and of runs; null means that no layer sets it.</summary>
public sealed record GatewaySettings
{
    /// <summary>Where OpenAI's APIs are.</summary>
    public string? OpenAIBaseUrl { get; init; }

    /// <summary>Where Anthropic's API is.</summary>
    public string? AnthropicBaseUrl { get; init; }

    /// <summary>Folder for trajectories.</summary>
    public string? AtifFolder { get; init; }

    /// <summary>Address and port to listen on.</summary>
    public string? Bind { get; init; }

    /// <summary>The commands that start agents, by the agent's kind.</summary>
    public IReadOnlyDictionary<string, string> Commands { get; init; } = new Dictionary<string, string>();

    /// <summary>False where a run must not add its hooks to Cursor's <c>hooks.json</c>.</summary>
    public bool ChangesCursorHooks { get; init; } = true;

    /// <summary>Sessions without an event for more days are removed when a gateway starts.</summary>
    public long? KeepDays { get; init; }

    /// <summary>The oldest sessions are removed when a gateway starts, until the journals take no more than this.</summary>
    public long? KeepMegabytes { get; init; }

    /// <summary>Largest hook payload, in bytes.</summary>
    public int MaxHookBytes { get; init; } = 20 << 20;

    /// <summary>Largest body of a forwarded request, in bytes.</summary>
    public long MaxRequestBytes { get; init; } = 100L << 20;

    /// <summary>Most bytes of one body that are copied for recording.</summary>
    public int MaxCaptureBytes { get; init; } = 16 << 20;

    /// <summary>A JSON object that every session carries; null for none.</summary>
    public string? SessionMetadata { get; init; }

    /// <summary>What of an event may be recorded.</summary>
    public ContentPolicy Content { get; init; } = ContentPolicy.Default;

    /// <summary>The configuration that these are a part of; null where there is none.</summary>
    public EffectiveConfiguration? Configuration { get; init; }

    /// <summary>What of the configuration is ignored and why, a line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The settings of a configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="environment">The variables of the process, whose secrets are kept out of events.</param>
    /// <exception cref="ConfigurationException">Something in it does not fit together.</exception>
    public static GatewaySettings From(EffectiveConfiguration configuration, IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new GatewaySettings
        {
            OpenAIBaseUrl = configuration.TextIfSet("upstream.openai_base_url"),
            AnthropicBaseUrl = configuration.TextIfSet("upstream.anthropic_base_url"),
            AtifFolder = AtifFolderOf(configuration),
            Bind = configuration.TextIfSet("gateway.bind"),
            Commands = CommandsOf(configuration),
            ChangesCursorHooks = configuration.Flag("agents.cursor.patch_restore_hooks"),
            KeepDays = configuration.Whole("journal.keep_days"),
            KeepMegabytes = configuration.Whole("journal.keep_megabytes"),
            MaxHookBytes = (int)configuration.Whole("gateway.max_hook_payload_bytes")!.Value,
            MaxRequestBytes = configuration.Whole("gateway.max_passthrough_body_bytes")!.Value,
            MaxCaptureBytes = (int)configuration.Whole("gateway.max_capture_bytes")!.Value,
            Content = ContentSettings.From(configuration, environment ?? []),
            Warnings = configuration.Warnings,
            Configuration = configuration,
            SessionMetadata = configuration.Root.At("session.metadata") is ConfigTable metadata ? NodeText.Json(metadata) : null,
        };
    }

    /// <summary>The command that starts an agent; null where none is configured.</summary>
    public string? Command(string agent) => Commands.GetValueOrDefault(agent);

    private static Dictionary<string, string> CommandsOf(EffectiveConfiguration configuration)
    {
        Dictionary<string, string> commands = new(StringComparer.Ordinal);
        foreach ((string agent, string section) in ((string, string)[])[
            (AgentKinds.Codex, "codex"), (AgentKinds.ClaudeCode, "claude"), (AgentKinds.Cursor, "cursor"), (AgentKinds.Hermes, "hermes")])
        {
            if (configuration.TextIfSet($"agents.{section}.command") is { } command)
            {
                commands[agent] = command;
            }
        }

        return commands;
    }

    /// <summary>Two keys name the folder: the one of the higher layer counts, and within a layer the one of the exporter.</summary>
    private static string? AtifFolderOf(EffectiveConfiguration configuration)
    {
        ConfigNode? general = configuration.Root.At("session.atif_dir");
        ConfigNode? exporter = configuration.Root.At("observability.atif.output_directory");
        ConfigNode? chosen = general is not null && (exporter is null || general.Source.Layer > exporter.Source.Layer) ? general : exporter;
        return (chosen as ConfigScalar)?.Text;
    }
}
