// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Nodes;
using NemoFlow.Content;
using NemoFlow.Content.Redaction;

namespace NemoFlow.Configuration.Settings;

/// <summary>What of an event may be recorded, as <c>[content]</c> and the <c>pii_redaction</c> component say.</summary>
public static class ContentSettings
{
    private const string Component = "pii_redaction";

    /// <summary>The policy.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="environment">The variables of the process, whose secrets are taken out.</param>
    /// <exception cref="ConfigurationException">A profile lacks something.</exception>
    public static ContentPolicy From(EffectiveConfiguration configuration, IEnumerable<KeyValuePair<string, string>> environment)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        TimeSpan limit = TimeSpan.FromMilliseconds(configuration.Whole(Component + ".timeout_millis")!.Value);
        return new ContentPolicy
        {
            Levels = new CaptureLevels(kind => Level(configuration, kind)),
            Profiles = configuration.IsSet(Component) && configuration.Flag(Component + ".enabled") ? Profiles(configuration, limit) : [],
            RedactionLimit = limit,
            Secrets = [.. SecretVariables.Values(environment)],
        };
    }

    /// <summary>A kind's own level counts unless a higher layer speaks of all content; a project's can only lower the general one.</summary>
    private static CaptureLevel Level(EffectiveConfiguration configuration, ContentKind kind)
    {
        ConfigNode? general = configuration.Root.At("content.capture");
        ConfigNode? own = configuration.Root.At("content." + Name(kind));
        CaptureLevel generally = Parse((general as ConfigScalar)?.Text ?? "full");
        if (own is not ConfigScalar scalar)
        {
            return generally;
        }

        CaptureLevel owns = Parse(scalar.Text);
        return own.Source.Layer == ConfigurationLayer.Project || general?.Source.Layer == ConfigurationLayer.Environment ? (CaptureLevel)Math.Max((int)owns, (int)generally)
            : general is not null && general.Source.Layer > own.Source.Layer ? generally
            : owns;
    }

    private static string Name(ContentKind kind) => kind switch
    {
        ContentKind.ToolInput => "tool_input",
        ContentKind.ToolOutput => "tool_output",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static CaptureLevel Parse(string level) => level switch { "none" => CaptureLevel.None, "metadata" => CaptureLevel.Metadata, _ => CaptureLevel.Full };

    private static List<RedactionProfile> Profiles(EffectiveConfiguration configuration, TimeSpan limit)
    {
        List<(long Priority, RedactionProfile Profile)> profiles = [];
        ConfigTable component = (ConfigTable)configuration.Root.At(Component)!;
        if (component["builtin"] is ConfigTable single)
        {
            if (component["profiles"] is { } both)
            {
                throw new ConfigurationException($"{both.Source}: {Component} has either builtin or profiles, not both.");
            }

            profiles.Add((0, Profile(single, Component + ".builtin", limit) with { Surfaces = Surfaces(configuration) }));
        }

        foreach (ConfigTable profile in (component["profiles"] as ConfigList)?.Items.OfType<ConfigTable>() ?? [])
        {
            RedactionProfile read = profile["builtin"] is ConfigTable builtin
                ? Profile(builtin, Component + ".profiles.builtin", limit)
                : throw new ConfigurationException($"{profile.Source}: a profile of {Component} needs builtin = {{ action = …, detector = … }}.");
            if (profile["enabled"] is not ConfigScalar { Value: false })
            {
                profiles.Add(((profile["priority"] as ConfigScalar)?.Value as long? ?? 100, read));
            }
        }

        return [.. profiles.OrderBy(p => p.Priority).Select(p => p.Profile)];
    }

    private static RedactionProfile Profile(ConfigTable table, string path, TimeSpan limit)
    {
        RedactionAction action = Text(table, "action") switch
        {
            "remove" => RedactionAction.Remove,
            "redact" => RedactionAction.Redact,
            "regex_replace" => RedactionAction.RegexReplace,
            "hash" => RedactionAction.Hash,
            "mask" => RedactionAction.Mask,
            _ => throw new ConfigurationException($"{table.Source}: {path}.action is missing: remove, redact, regex_replace, hash or mask."),
        };
        Detector? detector = (Text(table, "detector"), Text(table, "pattern")) switch
        {
            (not null, not null) => throw new ConfigurationException($"{table.Source}: {path} has either a detector or a pattern, not both."),
            ({ } name, null) => Detectors.Find(name),
            (null, { } pattern) => Detector.Custom(pattern, limit),
            _ => null,
        };
        IReadOnlyList<IReadOnlyList<string>> targets = [.. Targets(table, path, "target_paths"), .. Targets(table, path, "target_path_globs")];
        if (detector is null && (action is RedactionAction.Redact or RedactionAction.RegexReplace || targets.Count == 0))
        {
            throw new ConfigurationException($"{table.Source}: {path} needs a detector ({string.Join(", ", Detectors.Names)}) or a pattern{(action is RedactionAction.Redact or RedactionAction.RegexReplace ? "" : ", or target_paths")}.");
        }

        return new RedactionProfile
        {
            Action = action,
            Detector = detector,
            Targets = targets,
            Replacement = Text(table, "replacement") ?? "[REDACTED]",
            MaskCharacter = Text(table, "mask_char") ?? "*",
            UnmaskedPrefix = (int?)((table["unmasked_prefix"] as ConfigScalar)?.Value as long?),
            UnmaskedSuffix = (int?)((table["unmasked_suffix"] as ConfigScalar)?.Value as long?),
        };
    }

    private static IEnumerable<IReadOnlyList<string>> Targets(ConfigTable table, string key, string name)
    {
        foreach (ConfigScalar path in (table[name] as ConfigList)?.Items.OfType<ConfigScalar>() ?? [])
        {
            if (!path.Text.StartsWith('/'))
            {
                throw new ConfigurationException($"{path.Source}: {key}.{name} must hold JSON pointers, which begin with a slash: '/tool_input/command'.");
            }

            yield return RedactionProfile.Steps(path.Text);
        }
    }

    private static RedactionSurfaces Surfaces(EffectiveConfiguration configuration)
    {
        RedactionSurfaces surfaces = RedactionSurfaces.None;
        foreach ((string name, RedactionSurfaces surface) in ((string, RedactionSurfaces)[])[
            ("input", RedactionSurfaces.Input), ("output", RedactionSurfaces.Output), ("mark", RedactionSurfaces.Mark),
            ("tool_input", RedactionSurfaces.ToolInput), ("tool_output", RedactionSurfaces.ToolOutput)])
        {
            surfaces |= configuration.Flag(Component + "." + name) ? surface : RedactionSurfaces.None;
        }

        return surfaces != RedactionSurfaces.None ? surfaces : throw new ConfigurationException($"{configuration.Root.At(Component)?.Source}: {Component} needs at least one of input, output, mark, tool_input and tool_output to be true.");
    }

    private static string? Text(ConfigTable table, string name) => (table[name] as ConfigScalar)?.Text;
}
