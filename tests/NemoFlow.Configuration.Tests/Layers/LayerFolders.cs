// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;

namespace NemoFlow.Configuration.Tests.Layers;

/// <summary>Folders of all layers in a throw-away place.</summary>
internal sealed class LayerFolders : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("nemo-flow-layers-").FullName;

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public string System => Path.Combine(_root, "system");

    public string User => OperatingSystem.IsWindows() ? Path.Combine(_root, "home", "nemo-flow") : Path.Combine(_root, "home", ".config", "nemo-flow");

    public string Project => Path.Combine(_root, "work", "project");

    /// <summary>The agent works below the project's root.</summary>
    public string Working => Path.Combine(Project, "src", "deep");

    public string InProject => Path.Combine(Project, ".nemo-flow");

    public static string Write(string folder, string name, string text)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public EffectiveConfiguration Load(string? file = null, params ConfigurationOption[] options)
    {
        Directory.CreateDirectory(Working);
        Variables.TryAdd(OperatingSystem.IsWindows() ? "APPDATA" : "HOME", Path.Combine(_root, "home"));
        return ConfigurationLoader.Load(new ConfigurationRequest
        {
            Environment = name => Variables.GetValueOrDefault(name),
            WorkingDirectory = Working,
            SystemFolder = System,
            File = file,
            Options = options,
        });
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
