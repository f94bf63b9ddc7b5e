// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Nodes;
using NemoFlow.Configuration.Schema;
using NemoFlow.Configuration.Settings;
using NemoFlow.Pricing;

namespace NemoFlow.Configuration.Layers;

/// <summary>Reads all layers and puts them over each other: system, project, user (or one named file), environment, command line.</summary>
public sealed class ConfigurationLoader
{
    private readonly ConfigurationRequest _request;
    private readonly List<string> _warnings = [];
    private readonly List<LayerText> _layers = [];

    private ConfigurationLoader(ConfigurationRequest request) => _request = request;

    /// <summary>Loads the configuration.</summary>
    /// <exception cref="ConfigurationException">A file is not TOML, or something in it is not allowed.</exception>
    public static EffectiveConfiguration Load(ConfigurationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ConfigurationLoader(request).Load();
    }

    private EffectiveConfiguration Load()
    {
        ReadFiles();
        Tolerate(() => _layers.Add(new LayerText(ConfigurationLayer.Environment, EnvironmentLayer.Read(_request.Environment), Json(_request.Environment(EnvironmentLayer.PluginConfig), ConfigurationLayer.Environment, EnvironmentLayer.PluginConfig))));
        Tolerate(() => _layers.Add(CommandLine()));
        ConfigTable policy = new(new ConfigSource(ConfigurationLayer.Default, "default"));
        Tolerate(() => policy = MergedPolicy());
        Reactions reactions = new(policy, _warnings, _request.Problems);
        ConfigTable merged = new(new ConfigSource(ConfigurationLayer.Default, "default"));
        foreach (LayerText layer in _layers)
        {
            Tolerate(() => merged = LayerMerge.Merge(merged, Checked(layer, reactions), ConfigSchema.All, reactions));
        }

        SwitchContentOff(merged);
        IReadOnlyList<ModelPrice> prices = [];
        Tolerate(() => prices = PriceSettings.ReadAll(merged, reactions));
        return new EffectiveConfiguration(merged, _warnings, [.. _layers.SelectMany(l => l.Files.Select(f => (l.Layer, f)))]) { Prices = prices };
    }

    /// <summary>Does a part of the work; where the caller wants to know of all mistakes, one of them does not keep it from the other parts.</summary>
    private void Tolerate(Action part)
    {
        try
        {
            part();
        }
        catch (ConfigurationException e) when (_request.Problems is { } problems)
        {
            if (!problems.Contains(e.Message))
            {
                problems.Add(e.Message);
            }
        }
    }

    private void ReadFiles()
    {
        if (_request.File is { } named)
        {
            string path = Path.GetFullPath(named, _request.WorkingDirectory);
            if (Directory.Exists(path))
            {
                throw new ConfigurationException($"'{named}' is a folder: name the file, for example {Path.Combine(named, "config.toml")}.");
            }

            if (SettingsFile.Read(path) is null)
            {
                throw new ConfigurationException($"The configuration file '{named}' does not exist.");
            }

            bool isPlugins = Path.GetFileName(path) == ConfigurationFolders.PluginsFile;
            Add(ConfigurationLayer.File, isPlugins ? null : path, isPlugins ? path : Path.Combine(Path.GetDirectoryName(path)!, ConfigurationFolders.PluginsFile), null);
            return;
        }

        AddFolder(ConfigurationLayer.System, _request.SystemFolderPath, null);
        if (ConfigurationFolders.Project(_request.WorkingDirectory) is { } project)
        {
            AddFolder(ConfigurationLayer.Project, project, Path.GetDirectoryName(project));
        }

        if (ConfigurationFolders.User(_request.Environment) is { } user)
        {
            AddFolder(ConfigurationLayer.User, user, null);
        }
    }

    private void AddFolder(ConfigurationLayer layer, string folder, string? project) =>
        Add(layer, Path.Combine(folder, ConfigurationFolders.ConfigFile), Path.Combine(folder, ConfigurationFolders.PluginsFile), project);

    private void Add(ConfigurationLayer layer, string? configPath, string pluginsPath, string? project)
    {
        ConfigTable? config = null;
        ConfigTable? plugins = null;
        Tolerate(() => config = ReadFile(configPath, layer));
        Tolerate(() => plugins = ReadFile(pluginsPath, layer));
        List<string> files = [];
        if (config is not null)
        {
            files.Add(configPath!);
        }

        if (plugins is not null)
        {
            files.Add(pluginsPath);
        }

        if (config?.At("plugins.config") is { } inline)
        {
            plugins = plugins is null
                ? inline as ConfigTable ?? throw new ConfigurationException($"{inline.Source}: plugins.config must be a table.")
                : throw new ConfigurationException($"{inline.Source}: [plugins] config and {pluginsPath} are two places for the same: keep one of them.");
        }

        if (files.Count > 0)
        {
            _layers.Add(new LayerText(layer, config, plugins) { Files = files, Project = project });
        }
    }

    private static ConfigTable? ReadFile(string? path, ConfigurationLayer layer) =>
        path is not null && SettingsFile.Read(path) is { } bytes ? NodeReader.Toml(bytes, path, layer) : null;

    private LayerText CommandLine()
    {
        ConfigTable values = new(new ConfigSource(ConfigurationLayer.CommandLine, "command line"));
        ConfigTable? plugins = null;
        foreach (ConfigurationOption option in _request.Options)
        {
            ConfigSource source = new(ConfigurationLayer.CommandLine, option.Option);
            switch (option.Key)
            {
                case ConfigurationOption.PluginConfig:
                    plugins = NodeReader.JsonObject(option.Value, source);
                    break;
                case "session.metadata":
                    values.Set(option.Key, NodeReader.JsonObject(option.Value, source));
                    break;
                default:
                    values.Set(option.Key, new ConfigScalar(OptionValue.Parse(option.Value, option.Key), source));
                    EnvironmentLayer.EnableWhatWasNamed(values, option.Key, source);
                    break;
            }
        }

        return new LayerText(ConfigurationLayer.CommandLine, values, plugins);
    }

    private static ConfigTable? Json(string? text, ConfigurationLayer layer, string name) =>
        string.IsNullOrWhiteSpace(text) ? null : NodeReader.JsonObject(text, new ConfigSource(layer, name));

    /// <summary>A project's policy has no say: it could silence the warnings about the project.</summary>
    private ConfigTable MergedPolicy()
    {
        Reactions strict = new(new ConfigTable(new ConfigSource(ConfigurationLayer.Default, "default")), _warnings, _request.Problems);
        ConfigTable policy = new(new ConfigSource(ConfigurationLayer.Default, "default"));
        foreach (LayerText layer in _layers.Where(l => l.Layer != ConfigurationLayer.Project))
        {
            foreach (ConfigTable? document in (ConfigTable?[])[layer.Config, layer.Plugins])
            {
                if (document is not null)
                {
                    ConfigTable own = new LayerCheck(strict, null).Check(PluginsDocument.Policy(document), ConfigSchema.Policy, "policy");
                    policy = LayerMerge.Merge(policy, own, ConfigSchema.Policy, strict);
                }
            }
        }

        return policy;
    }

    private static ConfigTable Checked(LayerText layer, Reactions reactions)
    {
        ConfigTable all = new(new ConfigSource(layer.Layer, layer.Layer.ToString()));
        foreach ((string name, ConfigNode value) in layer.Config?.Members ?? [])
        {
            if (layer.Layer < ConfigurationLayer.Environment && ConfigSchema.ComponentKinds.Contains(name))
            {
                reactions.UnknownField($"{value.Source}: [{name}] does not belong into config.toml: components are configured in plugins.toml.", strict: true);
            }
            else if (name is not "plugins")
            {
                all[name] = value;
            }
        }

        if (layer.Plugins is not null)
        {
            foreach ((string kind, ConfigNode component) in PluginsDocument.Components(layer.Plugins, reactions).Members)
            {
                all[kind] = all[kind] is ConfigTable below && component is ConfigTable above ? LayerMerge.Merge(above, below, null, reactions) : component;
            }

            if (layer.Plugins["policy"] is { } policy)
            {
                all["policy"] = policy;
            }
        }

        return new LayerCheck(reactions, layer.Project).Check(all, ConfigSchema.All);
    }

    /// <summary>The switch lowers what files say, and never raises it.</summary>
    private void SwitchContentOff(ConfigTable merged)
    {
        if (!EnvironmentLayer.SwitchesContentOff(_request.Environment(EnvironmentLayer.CaptureContent)))
        {
            return;
        }

        ConfigSource source = new(ConfigurationLayer.Environment, EnvironmentLayer.CaptureContent);
        foreach (string kind in ((SchemaTable)ConfigSchema.Config["content"]!).Names)
        {
            string key = "content." + kind;
            if ((merged.At(key) as ConfigScalar)?.Text is "full" || (kind == "capture" && merged.At(key) is null))
            {
                merged.Set(key, new ConfigScalar("metadata", source));
            }
        }
    }

    private sealed record LayerText(ConfigurationLayer Layer, ConfigTable? Config, ConfigTable? Plugins)
    {
        public IReadOnlyList<string> Files { get; init; } = [];

        public string? Project { get; init; }
    }
}
