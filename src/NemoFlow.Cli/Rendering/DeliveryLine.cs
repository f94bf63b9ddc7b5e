// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Cli.Rendering;

/// <summary>What an exporter did, in a line.</summary>
internal static class DeliveryLine
{
    /// <summary>After a run: what arrived, and what waits for the next one.</summary>
    public static string After(DeliveryStatus status)
    {
        if (status.WaitingSessions > 0)
        {
            return Waiting(status);
        }

        string rejected = status.Rejected > 0 ? string.Create(CultureInfo.InvariantCulture, $", {status.Rejected} refused ({status.LastProblem})") : "";
        return string.Create(CultureInfo.InvariantCulture, $"delivered {status.Delivered} {Things(status)} to {status.Address}{rejected}");
    }

    /// <summary>While a gateway runs: what arrived, how far behind it is, and what is wrong.</summary>
    public static string Now(DeliveryStatus status)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"exporter {status.Name} to {status.Address}: {status.Delivered} {Things(status)} delivered");
        line += status.Rejected > 0 ? string.Create(CultureInfo.InvariantCulture, $", {status.Rejected} refused") : "";
        line += status.WaitingSessions > 0 ? string.Create(CultureInfo.InvariantCulture, $", {status.WaitingSessions} sessions wait since {status.Lag.TotalSeconds:0} s") : "";
        return status.IsFailing ? string.Create(CultureInfo.InvariantCulture, $"{line}, failed {status.FailuresInARow} times in a row: {status.LastProblem}")
            : status.Rejected > 0 ? $"{line}: {status.LastProblem}"
            : line;
    }

    /// <summary>What could not be delivered, why, and what becomes of it.</summary>
    public static string Waiting(DeliveryStatus status) =>
        $"not everything could be delivered: {status.LastProblem ?? status.Address + " did not answer in time"}. It is kept, and delivered when a gateway with this exporter runs again";

    private static string Things(DeliveryStatus status) => status.Kind switch
    {
        "otlp" => "spans",
        "metrics" => "measurements",
        "atof" => "events",
        _ => "documents",
    };
}
