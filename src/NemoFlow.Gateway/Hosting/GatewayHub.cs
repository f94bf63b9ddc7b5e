// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.Gateway.Hosting;

/// <summary>The gateways of this process. A socket belongs to the process, so all who share the process see and may stop them.</summary>
public static class GatewayHub
{
    private static readonly ConcurrentDictionary<string, HostedGateway> Running = new(StringComparer.Ordinal);

    /// <summary>Starts a gateway that stays until it is stopped or the process ends.</summary>
    /// <param name="settings">The settings of all layers.</param>
    /// <param name="options">How it listens and forwards.</param>
    /// <param name="state">Where it journals.</param>
    /// <param name="workingDirectory">The folder for trajectories of sessions whose folder is not known.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="GatewayStartException">The gateway cannot listen.</exception>
    /// <exception cref="IOException">The state folder cannot be written.</exception>
    public static async Task<GatewayInfo> StartAsync(
        GatewaySettings settings, GatewayOptions options, StateFolder state, string workingDirectory, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(state);
        GatewaySetup.Retention(settings).Apply(state.Sessions, TimeProvider.System.GetUtcNow());
        Recorder recorder = new(new RecorderOptions
        {
            State = state,
            AtifFolder = settings.AtifFolder,
            Content = settings.Content,
            Prices = GatewaySetup.Prices(settings),
            SessionMetadata = settings.SessionMetadata,
            WorkingDirectory = workingDirectory,
            Exporters = GatewaySetup.Exporters(settings, Environment.GetEnvironmentVariable, workingDirectory),
            Environment = Environment.GetEnvironmentVariable,
        });
        GatewayServer server;
        try
        {
            server = await GatewayServer.StartAsync(options, recorder, cancellation).ConfigureAwait(false);
        }
        catch
        {
            await recorder.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        try
        {
            GatewayRegistration registration = GatewayRegistration.Create(state, recorder.GatewayId, server.Url, server.Options.Token!, Recorder.Version);
            HostedGateway hosted = new(server, registration, Task.Run(() => DrainAsync(recorder), CancellationToken.None));
            Running[hosted.Info.Id] = hosted;
            return hosted.Info;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The gateways of this process, the oldest first.</summary>
    public static IReadOnlyList<GatewayInfo> Local() => [.. Running.Values.Select(g => g.Info).OrderBy(g => g.StartedAt)];

    /// <summary>Drains what is on its way, writes the last trajectories and stops listening. False where this process has no such gateway.</summary>
    public static async Task<bool> StopAsync(string id)
    {
        if (!Running.TryGetValue(id, out HostedGateway? gateway))
        {
            return false;
        }

        await gateway.StopAsync().ConfigureAwait(false);
        Running.TryRemove(id, out _);
        return true;
    }

    /// <summary>Stops all gateways of this process, as far as that is possible within a time.</summary>
    public static void StopAll(TimeSpan limit) => Task.WhenAll(Running.Keys.Select(StopAsync)).Wait(limit);

    /// <summary>The gateways that other processes of this user run on the same state folder.</summary>
    public static async Task<IReadOnlyList<GatewayInfo>> OthersAsync(StateFolder state, CancellationToken cancellation)
    {
        List<RegisteredGateway> others = [.. RegisteredGateway.ReadAll(state).Where(g => g.ProcessId != Environment.ProcessId)];
        return others.Count == 0 ? [] : await Task.WhenAll(others.Select(g => RemoteGateway.ReadAsync(g, state, cancellation))).ConfigureAwait(false);
    }

    /// <summary>Hooks that found no gateway are recorded in the background: whoever starts a gateway does not wait for them.</summary>
    private static async Task DrainAsync(Recorder recorder)
    {
        try
        {
            await SpoolDrain.RunAsync(recorder).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // They stay in the spool for the next gateway.
        }
    }
}
