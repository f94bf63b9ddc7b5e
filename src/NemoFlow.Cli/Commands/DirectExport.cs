// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;
using NemoFlow.Engine;
using NemoFlow.Engine.Delivery;
using NemoFlow.Exporters;
using NemoFlow.Exporters.Delivery;

namespace NemoFlow.Cli.Commands;

/// <summary>Sends a recorded session to exporters because somebody asks for it.</summary>
internal static class DirectExport
{
    /// <summary>The exporters of the configuration, for commands that need no gateway.</summary>
    public static ExporterSet Configured(string? file)
    {
        EffectiveConfiguration configuration = ConfigurationService.Load(new ConfigurationRequest
        {
            Environment = Environment.GetEnvironmentVariable,
            WorkingDirectory = Environment.CurrentDirectory,
            File = file,
        });
        return ExporterSetup.From(configuration, Environment.GetEnvironmentVariable, Environment.CurrentDirectory);
    }

    /// <summary>Sends to every target, also where another one did not take it; the exit code tells whether all did.</summary>
    public static async Task<int> RunAsync(Session session, ExporterSet exporters, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        long sent = 0;
        bool complete = true;
        foreach (IDeliveryTarget target in exporters.Create(Recorder.Version, Environment.GetEnvironmentVariable, TimeProvider.System))
        {
            await using (target.ConfigureAwait(false))
            {
                DirectOutcome outcome = await DirectDelivery.SendAsync(session, target, TimeProvider.System, cancellation).ConfigureAwait(false);
                if (outcome.Problem is not null)
                {
                    await error.WriteLineAsync($"nemo-flow: {outcome.Problem}").ConfigureAwait(false);
                }

                complete &= outcome.IsComplete;
                sent += outcome.Delivered;
                if (outcome.IsComplete)
                {
                    string what = outcome.Kind switch { "metrics" => "measured calls", "atof" => "events", _ => "spans" };
                    await output.WriteLineAsync($"sent {outcome.Delivered} {what} of {session.Id} to {outcome.Address}").ConfigureAwait(false);
                }
            }
        }

        if (sent == 0 && complete)
        {
            await error.WriteLineAsync($"nemo-flow: session {session.Id} has nothing that is over yet.").ConfigureAwait(false);
        }

        return complete ? ExitCodes.Ok : ExitCodes.Failure;
    }
}
