// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>Where a setting comes from; a higher value wins over a lower one.</summary>
public enum ConfigurationLayer
{
    /// <summary>Nobody set it.</summary>
    Default = 0,

    /// <summary>The machine's folder.</summary>
    System = 1,

    /// <summary>The project's <c>.nemo-flow</c> folder; it may set little.</summary>
    Project = 2,

    /// <summary>The user's folder.</summary>
    User = 3,

    /// <summary>A file that was named on the command line; it takes the place of the three above.</summary>
    File = 4,

    /// <summary>An environment variable.</summary>
    Environment = 5,

    /// <summary>An option on the command line, or a cmdlet's parameter.</summary>
    CommandLine = 6,
}
