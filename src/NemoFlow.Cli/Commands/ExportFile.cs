// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Engine.Projection;
using NemoFlow.Exporters.Atif;
using NemoFlow.Storage.Files;
using NemoFlow.Text;

namespace NemoFlow.Cli.Commands;

/// <summary>Where an export goes: standard output, a file, or a folder.</summary>
internal static class ExportFile
{
    /// <summary>Writes and gives the exit code; a file that exists is replaced only with force.</summary>
    public static int Write(ReadOnlyMemory<byte> content, Session session, string? path, string extension, bool force, TextWriter output, TextWriter error, AtifImages? images = null)
    {
        if (path is null or "-")
        {
            output.WriteLine(Encoding.UTF8.GetString(content.Span).TrimEnd('\n'));
            return ExitCodes.Ok;
        }

        string file = Directory.Exists(path) ? Path.Combine(path, SafeName.From(session.Id) + extension) : Path.GetFullPath(path);
        if (File.Exists(file) && !force)
        {
            error.WriteLine($"nemo-flow: {file} exists: pass --force to replace it.");
            return ExitCodes.Failure;
        }

        if (!Directory.Exists(Path.GetDirectoryName(file)))
        {
            error.WriteLine($"nemo-flow: the folder of {file} does not exist.");
            return ExitCodes.Failure;
        }

        if (images is not null)
        {
            AtifImageFiles.Write(Path.GetDirectoryName(file)!, images);
        }

        AtomicFile.Write(file, content.Span);
        output.WriteLine(file);
        return ExitCodes.Ok;
    }
}
