// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Schema;
using NemoFlow.Configuration.Settings;

namespace NemoFlow.Engine;

/// <summary>The configuration for those who look at it: whatever could be read, and all that is wrong.</summary>
/// <param name="Entries">All settings with their sources, also those that nobody set; secrets are masked.</param>
/// <param name="Warnings">What is ignored and why, a line each.</param>
/// <param name="Problems">What a gateway would refuse to start with.</param>
/// <param name="Files">The files that were read.</param>
public sealed record ConfigurationReview(
    IReadOnlyList<ConfigurationEntry> Entries,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<ConfigurationProblem> Problems,
    IReadOnlyList<(ConfigurationLayer Layer, string Path)> Files)
{
    private HashSet<string> _inEffect = [];

    /// <summary>True for a setting that somebody set, and for the default of one that is in use.</summary>
    public bool IsInEffect(ConfigurationEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _inEffect.Contains(entry.Key);
    }

    /// <summary>Reads it.</summary>
    /// <param name="workingDirectory">The folder whose project counts.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="file">A file that takes the place of those of system, project and user; null for these.</param>
    public static ConfigurationReview Read(string workingDirectory, Func<string, string?> environment, string? file = null)
    {
        List<string> problems = [];
        EffectiveConfiguration configuration;
        try
        {
            configuration = ConfigurationLoader.Load(new ConfigurationRequest { Environment = environment, WorkingDirectory = workingDirectory, File = file, Problems = problems });
        }
        catch (ConfigurationException e)
        {
            return new ConfigurationReview([], [], [ConfigurationProblem.Parse(e.Message)], []);
        }

        if (problems.Count == 0)
        {
            problems.AddRange(ConfigurationService.Mistakes(configuration, environment, workingDirectory).Select(m => m.Message));
        }

        return new ConfigurationReview(configuration.Entries(all: true), configuration.Warnings, [.. problems.Select(ConfigurationProblem.Parse)], configuration.Files)
        {
            _inEffect = [.. configuration.Entries().Select(e => e.Key)],
        };
    }

    /// <summary>All settings there are, each with what it is for.</summary>
    public static IEnumerable<(string Key, string? Description)> Keys() => ConfigSchema.All.Leaves().Select(l => (l.Path, (string?)l.Node.Description));
}
