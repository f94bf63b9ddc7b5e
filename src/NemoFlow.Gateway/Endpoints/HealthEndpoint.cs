// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Engine;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Security;
using NemoFlow.Text;

namespace NemoFlow.Gateway.Endpoints;

/// <summary><c>GET /healthz</c>: that it is there and what it is; for callers with the token also what it did.</summary>
internal sealed class HealthEndpoint(GatewayOptions options, Recorder recorder, HookRelay relay)
{
    public Task HandleAsync(Exchange exchange)
    {
        ArrayBufferWriter<byte> buffer = new(256);
        using (Utf8JsonWriter writer = new(buffer, JsonVerbatim.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("status", "ok");
            writer.WriteString("service", "nemo-flow");
            writer.WriteString("version", Recorder.Version);
            writer.WriteString("instance_id", recorder.GatewayId);
            if (GatewayToken.IsShown(exchange, options))
            {
                WriteDetails(writer);
            }

            writer.WriteEndObject();
        }

        return exchange.ReplyAsync(200, buffer.WrittenMemory);
    }

    private void WriteDetails(Utf8JsonWriter writer)
    {
        writer.WriteNumber("process_id", Environment.ProcessId);
        writer.WriteNumber("open_sessions", recorder.Router.OpenSessions);
        writer.WriteNumber("events_recorded", recorder.Pump.Counters.Recorded);
        writer.WriteNumber("events_lost", recorder.Pump.Counters.Lost);
        writer.WriteNumber("duplicates_dropped", recorder.Pump.Counters.Duplicates);
        writer.WriteNumber("malformed_hooks", recorder.Hooks.Malformed);
        writer.WriteNumber("hooks_passed_on", relay.PassedOn);
        writer.WriteNumber("hooks_not_passed_on", relay.KeptHere);
        writer.WriteNumber("projection_failures", recorder.Projections.Failures);
        if ((recorder.Pump.Counters.LastLoss ?? recorder.Projections.LastFailure ?? relay.LastProblem) is { } problem)
        {
            writer.WriteString("last_problem", problem);
        }

        WriteExporters(writer);
    }

    private void WriteExporters(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("exporters");
        foreach (DeliveryStatus status in recorder.Deliveries.Statuses)
        {
            writer.WriteStartObject();
            writer.WriteString("name", status.Name);
            writer.WriteString("kind", status.Kind);
            writer.WriteString("address", status.Address);
            writer.WriteString("state", status.IsFailing ? "failing" : "ok");
            writer.WriteNumber("delivered", status.Delivered);
            writer.WriteNumber("rejected", status.Rejected);
            writer.WriteNumber("failures", status.Failures);
            writer.WriteNumber("failures_in_a_row", status.FailuresInARow);
            writer.WriteNumber("waiting_sessions", status.WaitingSessions);
            writer.WriteNumber("lag_seconds", Math.Round(status.Lag.TotalSeconds, 3));
            if (status.LastDeliveredAt is { } last)
            {
                writer.WriteString("last_delivered_at", last);
            }

            if (status.LastProblem is { } trouble)
            {
                writer.WriteString("last_problem", trouble);
            }

            if (status.LastProblemAt is { } troubleAt)
            {
                writer.WriteString("last_problem_at", troubleAt);
            }

            if (status.NextTryAt is { } next)
            {
                writer.WriteString("next_try_at", next);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
