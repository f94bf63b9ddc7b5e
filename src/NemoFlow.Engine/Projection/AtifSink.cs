// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Collections.Concurrent;
using NemoFlow.Exporters.Atif;
using NemoFlow.Exporters.Destinations;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Projection;

/// <summary>Keeps each session's trajectory file up to date: cumulative, replaced in one step.</summary>
public sealed class AtifSink(AtifTarget target, AtifFileOptions file, string recorderVersion)
{
    private readonly ConcurrentDictionary<string, bool> _cleaned = new(StringComparer.Ordinal);

    /// <summary>Writes the session's document; gives its path, or null where the session has no step yet.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public string? Write(Session session, IReadOnlyDictionary<string, long> positions)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (!file.Enabled)
        {
            return null;
        }

        AtifImages images = new();
        ArrayBufferWriter<byte> document = new(16384);
        AtifOptions options = file.Document(recorderVersion, images) with { JournalPositions = positions };
        if (!AtifExporter.TryWrite(session, options, document))
        {
            return null;
        }

        string folder = target.FolderFor(session);
        ProjectFolder.Prepare(folder);
        if (_cleaned.TryAdd(folder, true))
        {
            AtomicFile.RemoveAbandoned(folder);
        }

        AtifImageFiles.Write(folder, images);
        string path = Path.Combine(folder, AtifFileName.Of(file.FileNameTemplate, session));
        AtomicFile.Write(path, document.WrittenSpan);
        return path;
    }
}
