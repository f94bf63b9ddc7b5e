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
        string folder = Path.Combine(state.Root, "exporters");
        string path = Path.Combine(folder, SafeName.From(target));
        if (File.Exists(path) && DateTimeOffset.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset known))
        {
            return known;
        }

        PrivateFiles.CreateFolder(folder);
        AtomicFile.Write(path, System.Text.Encoding.UTF8.GetBytes(now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)));
        return now;
    }
}
