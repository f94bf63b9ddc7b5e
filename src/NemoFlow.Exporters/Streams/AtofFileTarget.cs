// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NemoFlow.Exporters.Delivery;

namespace NemoFlow.Exporters.Streams;

/// <summary>Appends events to a file, for its owner only. Several gateways may share one: each writes whole lines while it has the file to itself.</summary>
public sealed class AtofFileTarget : AtofTarget
{
    private readonly string _path;
    private bool _empty;

    /// <summary>Takes the options; nothing is created yet.</summary>
    public AtofFileTarget(AtofFileOptions options, DateTimeOffset started)
        : base(TargetName.Of("atof", Path.Combine(options.Folder, options.FileName ?? "")), PathOf(options, started), options.FullPayloads)
    {
        _path = PathOf(options, started);
        _empty = options.Overwrite;
    }

    /// <inheritdoc/>
    protected override Task<DeliveryResult> SendAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using FileStream file = new(_path, options);
            if (_empty)
            {
                file.SetLength(0);
            }

            MoveToLineEnd(file);
            file.Write(lines.Span);
            _empty = false;
            return Task.FromResult(new DeliveryResult { Verdict = DeliveryVerdict.Delivered });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(new DeliveryResult { Verdict = DeliveryVerdict.Later, Problem = $"{_path} cannot be written: {e.Message}" });
        }
    }

    /// <summary>A kill may have left a part of a line: it gets a line of its own.</summary>
    private static void MoveToLineEnd(FileStream file)
    {
        if (file.Length > 0)
        {
            file.Position = file.Length - 1;
            if (file.ReadByte() != '\n')
            {
                file.WriteByte((byte)'\n');
            }
        }
    }

    private static string PathOf(AtofFileOptions options, DateTimeOffset started) => Path.Combine(
        options.Folder, options.FileName ?? $"nemo-flow-events-{started.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.atof.jsonl");
}
