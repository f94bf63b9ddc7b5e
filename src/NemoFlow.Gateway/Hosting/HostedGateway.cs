// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Content;
using NemoFlow.Engine;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.Gateway.Hosting;

/// <summary>A gateway of this process, and what is shown of it.</summary>
internal sealed class HostedGateway
{
    private readonly GatewayServer _server;
    private readonly GatewayRegistration _registration;
    private readonly Task _draining;
    private readonly Lazy<Task> _stopping;
    private GatewayStatus? _last;

    public HostedGateway(GatewayServer server, GatewayRegistration registration, Task draining)
    {
        _server = server;
        _registration = registration;
        _draining = draining;
        _stopping = new Lazy<Task>(() => Task.Run(CloseAsync));
        Recorder recorder = server.Recorder;
        Info = new GatewayInfo(Status)
        {
            Id = recorder.GatewayId,
            Url = server.Url.OriginalString.TrimEnd('/'),
            Port = server.Url.Port,
            ProcessId = Environment.ProcessId,
            StartedAt = recorder.Time.GetUtcNow(),
            Version = Recorder.Version,
            OpenAIBaseUrl = UrlText.Masked(server.Options.OpenAIBaseUrl.OriginalString),
            AnthropicBaseUrl = UrlText.Masked(server.Options.AnthropicBaseUrl.OriginalString),
            StateDirectory = recorder.Options.State.Root,
            AtifDirectory = recorder.Options.AtifFolder,
            IsLocal = true,
        };
    }

    public GatewayInfo Info { get; }

    /// <summary>Drains, flushes and stops; several callers wait for the same end.</summary>
    public Task StopAsync() => _stopping.Value;

    private GatewayStatus Status() => _last ?? Read(GatewayState.Running);

    private async Task CloseAsync()
    {
        _registration.Dispose();
        await _draining.ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _last = Read(GatewayState.Stopped);
    }

    private GatewayStatus Read(GatewayState state)
    {
        Recorder recorder = _server.Recorder;
        return new GatewayStatus
        {
            State = state,
            OpenSessions = state == GatewayState.Running ? recorder.Router.OpenSessions : 0,
            EventsRecorded = recorder.Pump.Counters.Recorded,
            EventsLost = recorder.Pump.Counters.Lost,
            DuplicatesDropped = recorder.Pump.Counters.Duplicates,
            MalformedHooks = recorder.Hooks.Malformed,
            ProjectionFailures = recorder.Projections.Failures,
            Exporters = recorder.Deliveries.Statuses,
            LastProblem = recorder.Pump.Counters.LastLoss ?? recorder.Projections.LastFailure,
        };
    }
}
