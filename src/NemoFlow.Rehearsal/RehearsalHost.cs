// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace NemoFlow.Rehearsal;

/// <summary>Runs a provider as a process of its own: base URL out, log file along the way, until told to stop.</summary>
public static class RehearsalHost
{
    /// <summary>Serves until <paramref name="cancellationToken"/> is cancelled, which ends the call normally.</summary>
    /// <param name="options">Scenario, port and log.</param>
    /// <param name="output">Gets the base URL, without a slash at its end, as its first line.</param>
    /// <param name="cancellationToken">Stops the provider.</param>
    /// <exception cref="Script.ScenarioException">The scenario file is none.</exception>
    /// <exception cref="ArgumentException">There is neither a file nor a built-in scenario of that name.</exception>
    /// <exception cref="IOException">The port is taken or the log cannot be written.</exception>
    public static async Task RunAsync(RehearsalHostOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        Scenario scenario = File.Exists(options.Scenario) ? Scenario.Load(options.Scenario) : Scenario.BuiltIn(options.Scenario);
        StreamWriter? log = options.LogPath is null ? null : RequestLogFile.Open(options.LogPath);
        await using ConfiguredAsyncDisposable logScope = (log ?? StreamWriter.Null).ConfigureAwait(false);
        Channel<ProviderRequestLog> finished = Channel.CreateUnbounded<ProviderRequestLog>();

        RehearsalProvider provider = await RehearsalProvider.StartAsync(
            scenario, new RehearsalOptions { Port = options.Port, KeepBodies = log is not null }, cancellationToken).ConfigureAwait(false);
        provider.RequestFinished += entry => finished.Writer.TryWrite(entry);
        Task writing = log is null ? Task.CompletedTask : WriteAsync(finished.Reader, log);
        await using (provider.ConfigureAwait(false))
        {
            await output.WriteLineAsync(provider.BaseAddress.AbsoluteUri.TrimEnd('/').AsMemory(), cancellationToken).ConfigureAwait(false);
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
            using CancellationTokenRegistration registration = cancellationToken.Register(() => stopped.TrySetResult());
            await stopped.Task.ConfigureAwait(false);
        }

        // Answers that the stop cut short are logged by now.
        finished.Writer.Complete();
        await writing.ConfigureAwait(false);
    }

    /// <summary>Writes line by line, so that a killed process leaves a log of what it finished.</summary>
    private static async Task WriteAsync(ChannelReader<ProviderRequestLog> entries, StreamWriter log)
    {
        await foreach (ProviderRequestLog entry in entries.ReadAllAsync().ConfigureAwait(false))
        {
            await log.WriteLineAsync(RequestLogFile.Line(entry)).ConfigureAwait(false);
            await log.FlushAsync().ConfigureAwait(false);
        }
    }
}
