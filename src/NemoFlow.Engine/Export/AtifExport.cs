// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using NemoFlow.Engine.Projection;
using NemoFlow.Exporters.Atif;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Export;

/// <summary>Writes sessions as trajectories when somebody asks for them.</summary>
public static class AtifExport
{
    /// <summary>What the names of trajectory files end with.</summary>
    public const string Extension = ".atif.json";

    /// <summary>The document as text; null where the session has no step yet.</summary>
    public static string? ToText(Session session) => Render(session) is { } document ? Encoding.UTF8.GetString(document.WrittenSpan) : null;

    /// <summary>Writes the document; null where the session has no step yet. Folders are made as needed.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static ExportedFile? ToFile(Session session, string path)
    {
        ArgumentNullException.ThrowIfNull(session);
        AtifImages images = new();
        if (Render(session, images) is not { } document)
        {
            return null;
        }

        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        AtifImageFiles.Write(folder, images);
        AtomicFile.Write(path, document.WrittenSpan);
        return new ExportedFile { SessionId = session.Id, Agent = session.Agent, Format = AtifExporter.SchemaVersion, Path = path, Length = document.WrittenCount };
    }

    /// <summary>A text has no place for images beside it; a file has.</summary>
    private static ArrayBufferWriter<byte>? Render(Session session, AtifImages? images = null)
    {
        ArrayBufferWriter<byte> document = new(16384);
        return AtifExporter.TryWrite(session, new AtifOptions { RecorderVersion = Recorder.Version, Images = images }, document) ? document : null;
    }
}
