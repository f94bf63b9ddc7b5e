// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Rendering;

/// <summary>What an exporter did, in a line.</summary>
public static class DeliveryLine
{
    /// <summary>After a run: what arrived, and what waits for the next one.</summary>
    public static string After(DeliveryStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
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
        ArgumentNullException.ThrowIfNull(status);
        string line = string.Create(CultureInfo.InvariantCulture, $"exporter {status.Name} to {status.Address}: {status.Delivered} {Things(status)} delivered");
        line += status.Rejected > 0 ? string.Create(CultureInfo.InvariantCulture, $", {status.Rejected} refused") : "";
        line += status.WaitingSessions switch
        {
            0 => "",
            1 => $", 1 session waits, for {SessionLine.Roughly(status.Lag)}",
            int n => $", {n} sessions wait, the oldest for {SessionLine.Roughly(status.Lag)}",
        };
        if (!status.IsFailing)
        {
            return status.Rejected > 0 ? $"{line}; latest problem{At(status.LastProblemAt)}: {status.LastProblem}" : line;
        }

        string failed = status.FailuresInARow == 1 ? "failed" : $"failed {status.FailuresInARow} times in a row, last";
        string kept = status.WaitingSessions == 0 ? "" : status.NextTryAt is null ? "; what waits is kept" : $"; what waits is kept, next try{At(status.NextTryAt)}";
        return $"{line}; {failed}{At(status.LastProblemAt)}: {status.LastProblem}{kept}";
    }

    /// <summary>What could not be delivered, why, and what becomes of it.</summary>
    public static string Waiting(DeliveryStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return $"not everything could be delivered: {status.LastProblem ?? status.Address + " did not answer in time"}. It is kept, and delivered when a gateway with this exporter runs again";
    }

    /// <summary>A time of today, for people at the clock of this machine.</summary>
    private static string At(DateTimeOffset? time) => time is { } t ? string.Create(CultureInfo.InvariantCulture, $" at {t.ToLocalTime():HH:mm:ss}") : "";

    private static string Things(DeliveryStatus status) => status.Kind switch
    {
        "otlp" => "spans",
        "metrics" => "measurements",
        "atof" => "events",
        _ => "documents",
    };
}
