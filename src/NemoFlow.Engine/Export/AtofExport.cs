// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using NemoFlow.Exporters.Atof;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Export;

/// <summary>Writes sessions as ATOF events when somebody asks for them.</summary>
public static class AtofExport
{
    /// <summary>What the names of event files end with.</summary>
    public const string Extension = ".atof.jsonl";

    /// <summary>Writes the events, a line each; null where the session has none yet. Folders are made as needed.</summary>
    /// <param name="session">The session.</param>
    /// <param name="path">The file.</param>
    /// <param name="fullPayloads">Whether every model request carries the whole history.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static ExportedFile? ToFile(Session session, string path, bool fullPayloads)
    {
        ArgumentNullException.ThrowIfNull(session);
        IReadOnlyList<AtofLine> events = AtofEvents.Of(session, new AtofOptions { FullPayloads = fullPayloads });
        if (events.Count == 0)
        {
            return null;
        }

        ArrayBufferWriter<byte> lines = new(16384);
        foreach (AtofLine line in events)
        {
            line.WriteTo(lines);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, lines.WrittenSpan);
        return new ExportedFile { SessionId = session.Id, Agent = session.Agent, Format = "ATOF-v" + AtofEvents.Version, Path = path, Length = lines.WrittenCount };
    }
}
