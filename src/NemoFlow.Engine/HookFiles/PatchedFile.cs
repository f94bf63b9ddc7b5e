// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace NemoFlow.Engine.HookFiles;

/// <summary>Writes and restores one file of the user's.</summary>
internal static class PatchedFile
{
    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static byte[]? Read(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

    public static int? Mode(string path) => OperatingSystem.IsWindows() || !File.Exists(path) ? null : (int)File.GetUnixFileMode(path);

    /// <summary>Replaces the file in one step; a reader sees the old content or the new.</summary>
    public static void Write(string path, byte[] content, int? mode)
    {
        string temporary = Temporary(path);
        File.WriteAllBytes(temporary, content);
        if (mode is { } bits && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary, (UnixFileMode)bits);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Creates the folders that are missing; gives them, the innermost first.</summary>
    public static List<string> CreateFolders(string path)
    {
        List<string> created = [];
        for (string? folder = Path.GetDirectoryName(path); folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
        {
            created.Add(folder);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return created;
    }

    /// <summary>Puts the file back as it was. What somebody else has changed in it meanwhile stays.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Restore(HookFileRecord record)
    {
        File.Delete(Temporary(record.Path));
        byte[]? current = Read(record.Path);
        if (current is null)
        {
            RemoveFolders(record);
            return;
        }

        bool untouched = !record.Edited && Hash(current) == record.PatchedHash;
        byte[]? content = untouched ? record.Original : HookFileForms.Withdraw(record.Agent, current, record.Original, record.Path);
        if (content is null)
        {
            File.Delete(record.Path);
            RemoveFolders(record);
        }
        else if (!content.AsSpan().SequenceEqual(current))
        {
            Write(record.Path, content, untouched ? record.Mode : Mode(record.Path));
            if (untouched && record.ModifiedUtc is { } modified)
            {
                File.SetLastWriteTimeUtc(record.Path, modified);
            }
        }
    }

    private static string Temporary(string path) => Path.Combine(Path.GetDirectoryName(path)!, "." + Path.GetFileName(path) + ".nemo-flow.tmp");

    private static void RemoveFolders(HookFileRecord record)
    {
        foreach (string folder in record.CreatedFolders)
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
    }
}
