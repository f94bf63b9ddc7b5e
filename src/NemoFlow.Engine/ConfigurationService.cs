// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine.Pricing;
using NemoFlow.Pricing;

namespace NemoFlow.Engine;

/// <summary>The configuration for those who start gateways and runs, and for those who show it.</summary>
public static class ConfigurationService
{
    /// <summary>Loads all layers, and takes the prices they name into use for sessions that this process reads.</summary>
    /// <exception cref="ConfigurationException">A file is not TOML, or something in it is not allowed; the message says where and what is allowed.</exception>
    public static EffectiveConfiguration Load(ConfigurationRequest request)
    {
        EffectiveConfiguration configuration = ConfigurationLoader.Load(request);
        Recorder.UsePrices(Prices(configuration));
        return configuration;
    }

    /// <summary>The prices that a configuration names.</summary>
    /// <exception cref="ConfigurationException">A source cannot be read, or is no catalog.</exception>
    public static PriceBook Prices(EffectiveConfiguration configuration)
    {
        PriceSettings settings = PriceSettings.From(configuration);
        return !settings.Enabled ? PriceBook.Empty
            : settings.Entries.Count == 0 && settings.UsesBundled ? BundledPrices.Book
            : new PriceBook(settings.Entries, settings.UsesBundled ? BundledPrices.Book : null);
    }

    /// <summary>The variables of this process.</summary>
    public static IEnumerable<KeyValuePair<string, string>> EnvironmentVariables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(v => KeyValuePair.Create((string)v.Key, (string?)v.Value ?? ""));

    /// <summary>The settings in effect in a folder, with their sources; secrets are masked.</summary>
    /// <param name="workingDirectory">The folder whose project counts.</param>
    /// <param name="file">A file that takes the place of those of system, project and user; null for these.</param>
    /// <param name="all">Also what nobody set.</param>
    /// <exception cref="ConfigurationException">A file is not TOML, or something in it is not allowed.</exception>
    public static (IReadOnlyList<ConfigurationEntry> Entries, IReadOnlyList<string> Warnings) Show(string workingDirectory, string? file = null, bool all = false)
    {
        EffectiveConfiguration configuration = Load(new ConfigurationRequest
        {
            Environment = Environment.GetEnvironmentVariable,
            WorkingDirectory = workingDirectory,
            File = file,
        });
        return (configuration.Entries(all), configuration.Warnings);
    }
}
