// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Storage.Files;

/// <summary>Replaces files in one step: a reader sees the old content or the new, never a part.</summary>
public static class AtomicFile
{
    /// <summary>Writes beside the target and renames over it. A target that is a link keeps being one.</summary>
    /// <exception cref="IOException">The folder is missing or full; the old file is untouched.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string target = new FileInfo(path).LinkTarget is null ? Path.GetFullPath(path) : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        string temporary = Path.Combine(Path.GetDirectoryName(target)!, "." + Path.GetFileName(target) + "." + Guid.NewGuid().ToString("N") + ".tmp");
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
}
