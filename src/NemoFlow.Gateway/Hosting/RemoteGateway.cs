// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Hooks;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Gateways;
using NemoFlow.Text;

namespace NemoFlow.Gateway.Hosting;

/// <summary>Asks a gateway of another process how it is.</summary>
internal static class RemoteGateway
{
    /// <summary>A gateway on this machine answers at once, or not at all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });

    public static async Task<GatewayInfo> ReadAsync(RegisteredGateway gateway, StateFolder state, CancellationToken cancellation)
    {
        GatewayStatus status = await StatusAsync(gateway, cancellation).ConfigureAwait(false);
        return new GatewayInfo(() => status)
        {
            Id = gateway.Id,
            Url = gateway.Url,
            Port = gateway.Port,
            ProcessId = gateway.ProcessId,
            Version = gateway.Version,
            StateDirectory = state.Root,
        };
    }

    private static async Task<GatewayStatus> StatusAsync(RegisteredGateway gateway, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, gateway.Url + "/healthz");
            if (gateway.Token is not null)
            {
                request.Headers.TryAddWithoutValidation(HookWire.TokenHeader, gateway.Token);
            }

            using HttpResponseMessage response = await Http.SendAsync(request, patience.Token).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(patience.Token).ConfigureAwait(false);
            JsonElement json = JsonElement.Parse(body);
            return json.TextAt("instance_id") == gateway.Id
                ? Status(json)
                : new GatewayStatus { State = GatewayState.Stopped, LastProblem = "another program listens there now" };
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or UriFormatException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new GatewayStatus { State = GatewayState.Unreachable, LastProblem = e.Message };
        }
    }

    private static GatewayStatus Status(JsonElement json) => new()
    {
        State = GatewayState.Running,
        OpenSessions = (int)(json.LongAt("open_sessions") ?? 0),
        EventsRecorded = json.LongAt("events_recorded") ?? 0,
        EventsLost = json.LongAt("events_lost") ?? 0,
        DuplicatesDropped = json.LongAt("duplicates_dropped") ?? 0,
        MalformedHooks = json.LongAt("malformed_hooks") ?? 0,
        ProjectionFailures = json.LongAt("projection_failures") ?? 0,
        LastProblem = json.TextAt("last_problem"),
        Exporters = [.. json.ItemsAt("exporters").Select(Exporter)],
    };

    private static DeliveryStatus Exporter(JsonElement json) => new()
    {
        Name = json.TextAt("name") ?? "",
        Kind = json.TextAt("kind") ?? "",
        Address = json.TextAt("address") ?? "",
        Delivered = json.LongAt("delivered") ?? 0,
        Rejected = json.LongAt("rejected") ?? 0,
        Failures = json.LongAt("failures") ?? 0,
        FailuresInARow = (int)(json.LongAt("failures_in_a_row") ?? 0),
        WaitingSessions = (int)(json.LongAt("waiting_sessions") ?? 0),
        Lag = json.At("lag_seconds") is { ValueKind: JsonValueKind.Number } lag ? TimeSpan.FromSeconds(lag.GetDouble()) : TimeSpan.Zero,
        LastDeliveredAt = Time(json, "last_delivered_at"),
        LastProblem = json.TextAt("last_problem"),
        LastProblemAt = Time(json, "last_problem_at"),
        NextTryAt = Time(json, "next_try_at"),
    };

    private static DateTimeOffset? Time(JsonElement json, string name) =>
        json.At(name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out DateTimeOffset time) ? time : null;
}
