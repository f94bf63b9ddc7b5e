// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Storage.Files;

/// <summary>Folders and files that only their owner may read: they hold prompts and tokens.</summary>
public static class PrivateFiles
{
    /// <summary>0600.</summary>
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>0700.</summary>
    public const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    /// <summary>Creates a folder, and those above it, for its owner only; one that exists is left as it is.</summary>
    /// <exception cref="IOException">There is a file of that name, or the folder cannot be made.</exception>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (File.Exists(path))
        {
            throw new IOException($"{path} is a file where a folder is needed: move it, or choose another folder (NEMO_FLOW_STATE_DIR names the state folder).");
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            // The framework gives the mode to the last folder only.
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent)
            {
                CreateFolder(parent);
            }

            Directory.CreateDirectory(path, FolderMode);
        }
    }

    /// <summary>Options for a new or existing file that only its owner may read.</summary>
    public static FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share)
    {
        FileStreamOptions options = new() { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && access != FileAccess.Read)
        {
            options.UnixCreateMode = FileMode;
        }

        return options;
    }
}
