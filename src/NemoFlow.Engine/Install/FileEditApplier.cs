// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;

namespace NemoFlow.Engine.Install;

/// <summary>
/// Changes files of other programs: each in one step, so that it is whole at every moment; links stay links, permissions stay as they
/// are. What cannot be changed is found out before the first file is touched.
/// </summary>
public sealed class FileEditApplier
{
    private const string TemporarySuffix = ".nemo-flow.tmp";

    /// <summary>Told before each step, by its name; a test can end the process there.</summary>
    public Action<string> Step { get; init; } = static _ => { };

    /// <summary>Reads a file through its links; null where there is none.</summary>
    /// <exception cref="FileEditException">It is there and cannot be read.</exception>
    public static byte[]? Read(string path)
    {
        try
        {
            string target = Target(path);
            return File.Exists(target) ? File.ReadAllBytes(target) : Directory.Exists(target) ? throw new FileEditException($"{path} is a folder: move it away.") : null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FileEditException($"{path} cannot be read: no permission. It was left as it is.", e);
        }
        catch (IOException e)
        {
            throw new FileEditException($"{path} cannot be read: {e.Message} It was left as it is.", e);
        }
    }

    /// <summary>Checks that all edits are possible, then makes them in order.</summary>
    /// <returns>False where a file is no longer as the edit found it: nothing was changed, plan again.</returns>
    /// <exception cref="FileEditException">A file cannot be changed.</exception>
    public bool TryApply(IReadOnlyList<FileEdit> edits)
    {
        ArgumentNullException.ThrowIfNull(edits);
        foreach (FileEdit edit in edits)
        {
            if (!Same(Read(edit.Path), edit.Before))
            {
                return false;
            }

            Check(edit.Path, Target(edit.Path));
        }

        foreach (FileEdit edit in edits)
        {
            try
            {
                Apply(edit);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new FileEditException($"{edit.Path} could not be written: {e.Message} It was left as it is.", e);
            }
        }

        return true;
    }

    /// <summary>Removes what an interrupted edit of the file left beside it.</summary>
    public static void CleanUp(string path)
    {
        try
        {
            File.Delete(Temporary(Target(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays beside the file, and the next edit tries again.
        }
    }

    private static bool Same(byte[]? one, byte[]? other) => one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);

    /// <summary>The file that a path means. A link to nothing means the file that it names.</summary>
    private static string Target(string path)
    {
        FileInfo file = new(path);
        return file.LinkTarget is null ? Path.GetFullPath(path) : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
    }

    private static string Temporary(string target) => Path.Combine(Path.GetDirectoryName(target)!, "." + Path.GetFileName(target) + TemporarySuffix);

    private static void Check(string path, string target)
    {
        FileInfo file = new(target);
        if (file.Exists && IsReadOnly(file))
        {
            throw new FileEditException($"{path} is read-only and was left as it is: make it writable, or manage the hooks where the file comes from.");
        }

        string? folder = file.DirectoryName;
        if (!file.Exists && target != Path.GetFullPath(path) && !Directory.Exists(folder))
        {
            throw new FileEditException($"{path} is a link to {target}, whose folder does not exist: create the folder, or remove the link.");
        }
    }

    /// <summary>By its own marks: an administrator could write it all the same.</summary>
    private static bool IsReadOnly(FileInfo file) => OperatingSystem.IsWindows()
        ? file.IsReadOnly
        : (file.UnixFileMode & UnixFileMode.UserWrite) == 0;

    private void Apply(FileEdit edit)
    {
        string target = Target(edit.Path);
        if (edit.After is null)
        {
            Step("delete " + edit.Path);
            File.Delete(target);
            return;
        }

        string folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder))
        {
            Step("create folder of " + edit.Path);
            Directory.CreateDirectory(folder);
        }

        string temporary = Temporary(target);
        Step("write beside " + edit.Path);
        File.Delete(temporary);
        try
        {
            Write(temporary, target, edit.After);
            Step("replace " + edit.Path);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>A new file is its owner's alone: agents keep keys in these files.</summary>
    private static void Write(string temporary, string target, byte[] content)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (FileStream stream = new(temporary, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
        }
    }
}
