// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine.Delivery;
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
    public static PriceBook Prices(EffectiveConfiguration configuration)
    {
        PriceSettings settings = PriceSettings.From(configuration);
        return !settings.Enabled ? PriceBook.Empty
            : settings.Entries.Count == 0 && settings.UsesBundled ? BundledPrices.Book
            : new PriceBook(settings.Entries, settings.UsesBundled ? BundledPrices.Book : null);
    }

    /// <summary>
    /// What is wrong with a configuration whose values are all allowed: what is missing, and what does not fit together. Those who serve
    /// find it by putting it into use, and those who show a configuration by asking here; it is the same, in the same words.
    /// </summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="folder">The folder that relative paths count from.</param>
    public static IReadOnlyList<ConfigurationException> Mistakes(EffectiveConfiguration configuration, Func<string, string?> environment, string folder)
    {
        List<ConfigurationException> mistakes = [];
        foreach (Action use in (Action[])[() => GatewaySettings.From(configuration), () => ExporterSetup.From(configuration, environment, folder)])
        {
            try
            {
                use();
            }
            catch (ConfigurationException e)
            {
                mistakes.Add(e);
            }
        }

        return mistakes;
    }

    /// <summary>The variables of this process.</summary>
    public static IEnumerable<KeyValuePair<string, string>> EnvironmentVariables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(v => KeyValuePair.Create((string)v.Key, (string?)v.Value ?? ""));
}
