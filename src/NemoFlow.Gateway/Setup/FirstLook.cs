// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine;
using NemoFlow.Engine.Delivery;
using NemoFlow.Engine.Install;
using NemoFlow.Engine.Setup;
using NemoFlow.Exporters;
using NemoFlow.Exporters.Delivery;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.Gateway.Setup;

/// <summary>Where a user stands, exporters included. Nobody is asked over the network.</summary>
public static class FirstLook
{
    /// <summary>Sessions that wait for longer are late: a gateway that runs sends what is new within a second.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(2);

    /// <summary>Looks.</summary>
    public static async Task<FirstSteps> ReadAsync(InstallOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        FirstSteps steps = FirstSteps.Read(options);
        try
        {
            GatewaySettings settings = GatewaySetup.Settings(null, options.Environment, new GatewaySettings(), options.WorkingDirectory);
            return steps with { Late = await LateAsync(settings, options).ConfigureAwait(false) };
        }
        catch (ConfigurationException e)
        {
            return steps with { ConfigurationProblem = e.Message };
        }
    }

    private static async Task<(string Exporter, int Sessions)?> LateAsync(GatewaySettings settings, InstallOptions options)
    {
        (string Exporter, int Sessions)? late = null;
        ExporterSet set = GatewaySetup.Exporters(settings, options.Environment, options.State.Root);
        foreach (IDeliveryTarget target in set.Create(Recorder.Version, options.Environment, options.Time))
        {
            await using (target.ConfigureAwait(false))
            {
                DeliveryLag lag = DeliveryLag.Of(options.State, target.Name);
                if (late is null && lag.Since is { } since && options.Time.GetUtcNow() - since > Late)
                {
                    late = (target.Address, lag.Sessions);
                }
            }
        }

        return late;
    }
}
