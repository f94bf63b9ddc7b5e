// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Engine;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Hooks;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.Gateway.Background;

/// <summary>
/// The gateway that installed hooks report to: one a user, started by the first hook that needs it, gone when there is nothing to do. A lock
/// on a file keeps it alone; the system gives the lock up with the process.
/// </summary>
public sealed class UserGateway
{
    private static readonly TimeSpan TakeOver = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly UserGatewayOptions _options;
    private readonly LogFile _log;
    private long _lost;
    private long _kept;

    private UserGateway(UserGatewayOptions options)
    {
        _options = options;
        _log = new LogFile(options.State, options.Time);
    }

    /// <summary>Runs until it is stopped or idle; gives false where one is running already.</summary>
    /// <exception cref="GatewayStartException">It cannot listen.</exception>
    /// <exception cref="IOException">The state folder cannot be written.</exception>
    public static async Task<bool> RunAsync(UserGatewayOptions options, Func<CancellationToken, Task> stopSignal, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stopSignal);
        PrivateFiles.CreateFolder(options.State.Root);
        using FileStream? guard = await LockAsync(options, cancellation).ConfigureAwait(false);
        if (guard is null)
        {
            return false;
        }

        UserGateway gateway = new(options);
        try
        {
            await gateway.ServeAsync(stopSignal, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            gateway._log.Error("gateway: " + e.Message);
            throw;
        }
    }

    /// <summary>One that says where it listens stays; one that does not is starting or stopping, and may be gone in a moment.</summary>
    private static async Task<FileStream?> LockAsync(UserGatewayOptions options, CancellationToken cancellation)
    {
        string path = Path.Combine(options.State.Root, "gateway.lock");
        long started = options.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, PrivateFiles.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                if (File.Exists(Path.Combine(options.State.Root, GatewayWire.UrlFile)) || options.Time.GetElapsedTime(started) > TakeOver)
                {
                    return null;
                }
            }

            await Task.Delay(Pause, options.Time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(Func<CancellationToken, Task> stopSignal, CancellationToken cancellation)
    {
        StateFolder state = _options.State;
        GatewaySetup.Retention(_options.Settings).Apply(state.Sessions, _options.Time.GetUtcNow());
        Recorder recorder = new(new RecorderOptions
        {
            State = state,
            AtifFolder = _options.Settings.AtifFolder,
            Content = _options.Settings.Content,
            Prices = GatewaySetup.Prices(_options.Settings),
            SessionMetadata = _options.Settings.SessionMetadata,
            WorkingDirectory = state.Root,
            Exporters = GatewaySetup.Exporters(_options.Settings, Environment.GetEnvironmentVariable, state.Root),
            Environment = Environment.GetEnvironmentVariable,
            Time = _options.Time,
        });
        GatewayServer server = await GatewayServer.StartAsync(_options.Gateway, recorder, cancellation).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            string url = server.Url.OriginalString.TrimEnd('/');
            using GatewayRegistration registration = GatewayRegistration.Create(
                state, recorder.GatewayId, server.Url, server.Options.Token!, Recorder.Version, _options.Fingerprint, _options.Time.GetUtcNow());
            string urlFile = Path.Combine(state.Root, GatewayWire.UrlFile);
            AtomicFile.Write(urlFile, Encoding.UTF8.GetBytes(url + "\n"));
            File.Delete(Path.Combine(state.Root, GatewayWire.StartingFile));
            _log.Information($"gateway {Recorder.Version} listens on {url}");
            string reason = await WatchAsync(server, stopSignal, cancellation).ConfigureAwait(false);

            // From here on a hook starts another one, which waits for the port.
            File.Delete(urlFile);
            Report(server);
            _log.Information($"gateway stops: {reason}; {recorder.Pump.Counters.Recorded} events recorded, {recorder.Pump.Counters.Lost} lost");
        }
    }

    /// <summary>Waits for a reason to stop, and meanwhile records what was spooled beside a gateway that was there all the time.</summary>
    private async Task<string> WatchAsync(GatewayServer server, Func<CancellationToken, Task> stopSignal, CancellationToken cancellation)
    {
        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task signal = stopSignal(waiting.Token);
        try
        {
            while (true)
            {
                await TendAsync(server).ConfigureAwait(false);
                Task pause = Task.Delay(_options.Watch, _options.Time, waiting.Token);
                Task first = await Task.WhenAny(signal, server.Activity.StopRequested, pause).ConfigureAwait(false);
                if (first == signal || cancellation.IsCancellationRequested)
                {
                    return "the system asked for it";
                }

                if (first == server.Activity.StopRequested)
                {
                    return "the user asked for it";
                }

                // An agent whose tool takes hours reaches its model, and posts its hooks, through this gateway when it goes on.
                if (_options.IdleAfter > TimeSpan.Zero && server.Activity.Idle >= _options.IdleAfter && !server.Recorder.Router.ExpectsTools)
                {
                    return "nothing to do";
                }
            }
        }
        finally
        {
            await waiting.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task TendAsync(GatewayServer server)
    {
        Recorder recorder = server.Recorder;
        try
        {
            int spooled = await SpoolDrain.RunAsync(recorder).ConfigureAwait(false);
            if (spooled > 0)
            {
                _log.Information($"recorded {spooled} hooks that had found no gateway");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.Error("the spool could not be read: " + e.Message);
        }

        Report(server);
    }

    /// <summary>Notes what went wrong since the last time.</summary>
    private void Report(GatewayServer server)
    {
        Recorder recorder = server.Recorder;
        if (recorder.Pump.Counters.Lost > _lost)
        {
            _lost = recorder.Pump.Counters.Lost;
            _log.Error($"{_lost} events could not be written: {recorder.Pump.Counters.LastLoss}");
        }

        if (server.Relay.KeptHere > _kept)
        {
            _kept = server.Relay.KeptHere;
            _log.Error($"{_kept} hooks for another gateway were recorded by this one: {server.Relay.LastProblem}");
        }
    }
}
