// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Storage.Delivery;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Delivery;

/// <summary>What waits for an exporter, read from the accounts in the state folder: no gateway has to run, and nothing is written.</summary>
/// <param name="Sessions">Sessions whose journal is longer than what the exporter has been given.</param>
/// <param name="Since">When the oldest of them was last written; null where none waits.</param>
public sealed record DeliveryLag(int Sessions, DateTimeOffset? Since)
{
    /// <summary>Looks. Sessions that were over before the exporter was set up are not waiting.</summary>
    public static DeliveryLag Of(StateFolder state, string target)
    {
        ArgumentNullException.ThrowIfNull(state);
        int waiting = 0;
        DateTimeOffset? since = null;
        try
        {
            DateTimeOffset? start = ExporterStart.Find(state, target);
            foreach (DirectoryInfo folder in Directory.Exists(state.Sessions) ? new DirectoryInfo(state.Sessions).EnumerateDirectories() : [])
            {
                List<FileInfo> journals = [.. folder.EnumerateFiles("*.jsonl")];
                bool known = DeliveryLedger.Exists(folder.FullName, target);
                if (journals.Count == 0 || (known && DeliveryLedger.CaughtUp(folder.FullName, target) == journals.Sum(j => j.Length)))
                {
                    continue;
                }

                DateTimeOffset last = new(journals.Max(j => j.LastWriteTimeUtc), TimeSpan.Zero);
                if (known || last >= start)
                {
                    waiting++;
                    since = since is null || last < since ? last : since;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be read has a check of its own.
        }

        return new DeliveryLag(waiting, since);
    }
}
