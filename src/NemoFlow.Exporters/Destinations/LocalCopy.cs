// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Destinations;

/// <summary>Documents that wait for their destination, where people can get at them meanwhile.</summary>
internal static class LocalCopy
{
    /// <summary>Writes beside and renames, so that nobody sees a half.</summary>
    public static void Write(string folder, string name, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, name);
        string temporary = Path.Combine(folder, "." + name + "." + Guid.NewGuid().ToString("N") + ".tmp");
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (FileStream stream = new(temporary, options))
            {
                stream.Write(content);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>The destination has it: the copy goes.</summary>
    public static void Remove(string folder, string name)
    {
        try
        {
            File.Delete(Path.Combine(folder, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A copy too many harms nobody.
        }
    }
}
