// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Endpoints;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Hooks;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.Gateway.Background;

/// <summary>Sees, starts and stops the gateway that installed hooks report to.</summary>
public static class UserGatewayControl
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });

    /// <summary>The user's gateway; null where none is running.</summary>
    public static RegisteredGateway? Find(StateFolder state) => RegisteredGateway.ReadAll(state).LastOrDefault(g => g.IsUserGateway);

    /// <summary>How a gateway of another process is.</summary>
    public static Task<GatewayInfo> StatusAsync(RegisteredGateway gateway, StateFolder state, CancellationToken cancellation = default) =>
        RemoteGateway.ReadAsync(gateway, state, cancellation);

    /// <summary>The user's gateway; null where none is running. One that does not answer is looked at twice: its process may be another by now.</summary>
    public static async Task<RegisteredGateway?> FindAsync(StateFolder state, CancellationToken cancellation = default)
    {
        while (Find(state) is { } gateway)
        {
            if ((await StatusAsync(gateway, state, cancellation).ConfigureAwait(false)).State == GatewayState.Running || !gateway.ForgetIfGone(state))
            {
                return gateway;
            }
        }

        return null;
    }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="start">Starts the program in the background; false where that failed.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The gateway; null where none came up in time.</returns>
    public static async Task<RegisteredGateway?> StartAsync(StateFolder state, Func<bool> start, TimeSpan limit, TimeProvider time, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(time);
        if (await FindAsync(state, cancellation).ConfigureAwait(false) is { } running)
        {
            return running;
        }

        long started = time.GetTimestamp();
        if (!start())
        {
            return null;
        }

        while (time.GetElapsedTime(started) < limit)
        {
            if (Find(state) is { } gateway)
            {
                return gateway;
            }

            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Asks a gateway to stop and waits until it is gone; gives why it is not, or null.</summary>
    public static async Task<string?> StopAsync(RegisteredGateway gateway, StateFolder state, TimeSpan limit, TimeProvider time, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        ArgumentNullException.ThrowIfNull(time);
        try
        {
            using CancellationTokenSource patience = new(limit, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
            using HttpRequestMessage request = new(HttpMethod.Post, gateway.Url + ControlEndpoint.StopPath);
            request.Headers.TryAddWithoutValidation(HookWire.TokenHeader, gateway.Token);
            using HttpResponseMessage response = await Http.SendAsync(request, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return $"it answered HTTP {(int)response.StatusCode}; end the process {gateway.ProcessId} instead";
            }

            while (RegisteredGateway.IsAlive(gateway.ProcessId) || RegisteredGateway.ReadAll(state).Any(g => g.Id == gateway.Id))
            {
                await Task.Delay(Pause, time, either.Token).ConfigureAwait(false);
            }

            return null;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return $"it does not answer; end the process {gateway.ProcessId} instead";
        }
    }
}
