// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NemoFlow.Rendering;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.Cli.Rendering;

/// <summary>A gateway for people.</summary>
internal static class GatewayText
{
    public static async Task WriteAsync(GatewayInfo info, RegisteredGateway note, DateTimeOffset now, TextWriter output)
    {
        string state = info.State == GatewayState.Running ? "running" : "not answering";
        string since = note.StartedAt is { } started ? string.Create(CultureInfo.InvariantCulture, $", for {(now - started).TotalMinutes:0} min") : "";
        await output.WriteLineAsync($"  {info.Url}  {state}{since}, process {info.ProcessId}, version {info.Version}").ConfigureAwait(false);
        await output.WriteLineAsync($"  {info.EventsRecorded} events recorded, {info.EventsLost} lost, {SessionLine.Count(info.OpenSessions, "open session")}").ConfigureAwait(false);
        if (info.LastProblem is not null)
        {
            await output.WriteLineAsync("  last problem: " + info.LastProblem).ConfigureAwait(false);
        }

        foreach (DeliveryStatus exporter in info.Exporters)
        {
            await output.WriteLineAsync("  " + DeliveryLine.Now(exporter)).ConfigureAwait(false);
        }
    }
}
