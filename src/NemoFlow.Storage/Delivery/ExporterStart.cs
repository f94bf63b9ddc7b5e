// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NemoFlow.Storage.Files;
using NemoFlow.Text;

namespace NemoFlow.Storage.Delivery;

/// <summary>
/// When an exporter was first set up on this machine: sessions from before are not sent to it unasked. The answer is kept in the state folder.
/// </summary>
public static class ExporterStart
{
    /// <summary>The time; set to <paramref name="now"/> where the exporter is new.</summary>
    /// <exception cref="IOException">The state folder cannot be written.</exception>
    public static DateTimeOffset Of(StateFolder state, string target, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Find(state, target) is { } known)
        {
            return known;
        }

        string path = PathOf(state, target);
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, System.Text.Encoding.UTF8.GetBytes(now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)));
        return now;
    }

    /// <summary>The time; null where the exporter has never run.</summary>
    public static DateTimeOffset? Find(StateFolder state, string target)
    {
        ArgumentNullException.ThrowIfNull(state);
        string path = PathOf(state, target);
        return File.Exists(path) && DateTimeOffset.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset known)
            ? known
            : null;
    }

    private static string PathOf(StateFolder state, string target) => Path.Combine(state.Root, "exporters", SafeName.From(target));
}
