// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Layers;

/// <summary>A value from the command line or a cmdlet's parameter.</summary>
/// <param name="Option">What it is called there, for example <c>--atif-dir</c>.</param>
/// <param name="Key">The setting; <see cref="PluginConfig"/> for a whole plugins document.</param>
/// <param name="Value">The value; JSON for objects.</param>
public sealed record ConfigurationOption(string Option, string Key, string Value)
{
    /// <summary>The key of a plugins document, as JSON.</summary>
    public const string PluginConfig = "plugins.config";
}
