// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.Storage.Files;

/// <summary>Replaces files in one step: a reader sees the old content or the new, never a part.</summary>
public static class AtomicFile
{
    /// <summary>Writes beside the target and renames over it. A target that is a link keeps being one.</summary>
    /// <exception cref="IOException">The folder is missing or full; the old file is untouched.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string target = new FileInfo(path).LinkTarget is null ? Path.GetFullPath(path) : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        string temporary = Path.Combine(Path.GetDirectoryName(target)!, "." + Path.GetFileName(target) + "." + Mark(Environment.ProcessId) + Guid.NewGuid().ToString("N") + ".tmp");
        try
        {
            using (FileStream stream = new(temporary, PrivateFiles.Options(System.IO.FileMode.CreateNew, FileAccess.Write, FileShare.None)))
            {
                stream.Write(content);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Removes what processes that were killed while they wrote have left in a folder.</summary>
    /// <param name="folder">The folder; it need not be there.</param>
    public static void RemoveAbandoned(string folder)
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder, ".*.tmp"))
            {
                if (Writer(Path.GetFileName(path)) is { } writer && !RegisteredGateway.IsAlive(writer))
                {
                    File.Delete(path);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody reads these files: they may as well go another time.
        }
    }

    private static string Mark(int processId) => "nf" + processId.ToString(CultureInfo.InvariantCulture) + "-";

    /// <summary>The process that wrote a temporary file; null for files of others.</summary>
    private static int? Writer(string name)
    {
        string[] parts = name.Split('.');
        string[] mark = parts.Length > 3 ? parts[^2].Split('-') : [];
        return mark.Length == 2 && mark[1].Length == 32 && mark[0].StartsWith("nf", StringComparison.Ordinal)
            && int.TryParse(mark[0].AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int process)
                ? process
                : null;
    }
}
