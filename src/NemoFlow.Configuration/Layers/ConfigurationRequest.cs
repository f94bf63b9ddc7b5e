// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Settings;

namespace NemoFlow.Configuration.Layers;

/// <summary>What a configuration is made from.</summary>
public sealed record ConfigurationRequest
{
    /// <summary>The environment's variables.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The folder from which the project is looked for.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>A file that takes the place of those of system, project and user; a <c>plugins.toml</c> beside it is read too.</summary>
    public string? File { get; init; }

    /// <summary>The machine's folder; null takes the platform's.</summary>
    public string? SystemFolder { get; init; }

    /// <summary>Values from the command line.</summary>
    public IReadOnlyList<ConfigurationOption> Options { get; init; } = [];

    /// <summary>Gets what is wrong, and the rest is loaded all the same; null fails at the first mistake.</summary>
    public ICollection<string>? Problems { get; init; }

    internal string SystemFolderPath => SystemFolder ?? ConfigurationFolders.System(Environment);
}
