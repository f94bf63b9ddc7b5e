// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NemoFlow.Hooks;

namespace NemoFlow.Storage.Spool;

/// <summary>
/// Hands out the events that hook clients could not deliver. The form is described at <see cref="HookWireSpool"/>. Files are only
/// removed by <see cref="Delete"/>, after the event is recorded: a drain that is cut short repeats, and delivery ids drop the repeats.
/// </summary>
/// <param name="stateFolder">The state folder, whether or not anything was ever spooled in it.</param>
public sealed class SpoolReader(string stateFolder)
{
    private readonly string _folder = Path.Combine(stateFolder, HookWireSpool.FolderName);

    /// <summary>
    /// The events that are there now, in the order in which they happened, each read when it is reached. A file that is no spooled
    /// event is moved aside to <c>spool/bad</c>, so that it is neither met again nor lost. A file that cannot be opened at the moment
    /// stays for the next time.
    /// </summary>
    public IEnumerable<SpooledHook> Read()
    {
        foreach (string path in FilesInOrder())
        {
            if (ReadBytes(path) is not { } bytes)
            {
                continue;
            }

            if (Parse(path, bytes) is { } hook)
            {
                yield return hook;
            }
            else
            {
                MoveAside(path);
            }
        }
    }

    /// <summary>Moves an event aside that cannot be recorded, to <c>spool/bad</c>: it is not lost, and no longer in the way of others.</summary>
    public void SetAside(SpooledHook hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        MoveAside(hook.Path);
    }

    /// <summary>Removes a recorded event. One that is gone already is no error: two gateways may have drained it.</summary>
    /// <exception cref="IOException">The file is in use.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // The whole spool was removed in the meantime.
        }
    }

    /// <summary>
    /// Removes what hook clients left behind that were killed while they wrote. Such a file may hold half a prompt, and no client
    /// writes for longer than a moment.
    /// </summary>
    /// <param name="before">Only files of hooks that began before this.</param>
    public void DeleteUnfinished(DateTimeOffset before)
    {
        foreach (string path in Files(HookWireSpool.TemporaryExtension))
        {
            if (TimeOf(path) is { } time && time < before.ToUnixTimeMilliseconds())
            {
                Delete(path);
            }
        }
    }

    private static SpooledHook? Parse(string path, byte[] bytes)
    {
        int lineLength = bytes.AsSpan().IndexOf((byte)'\n');
        return lineLength >= 0 && SpoolEnvelope.TryParse(bytes.AsMemory(0, lineLength)) is { } envelope
            ? new SpooledHook(envelope, bytes.AsMemory(lineLength + 1), path)
            : null;
    }

    /// <summary>By the time in the name and, within a millisecond, by the delivery id, which counts up with time as well.</summary>
    private List<string> FilesInOrder() =>
    [
        .. Files(HookWireSpool.Extension)
            .OrderBy(path => TimeOf(path) ?? long.MaxValue)
            .ThenBy(Path.GetFileName, StringComparer.Ordinal),
    ];

    private List<string> Files(string extension)
    {
        try
        {
            // Windows matches patterns against short names too, so the extension is compared here.
            return [.. Directory.EnumerateFiles(_folder).Where(path => path.EndsWith(extension, StringComparison.Ordinal))];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static long? TimeOf(string path)
    {
        ReadOnlySpan<char> name = Path.GetFileName(path.AsSpan());
        int dash = name.IndexOf('-');
        return dash > 0 && long.TryParse(name[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out long time) ? time : null;
    }

    private static byte[]? ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone, held by a scanner, or not ours: this drain goes on with the others.
            return null;
        }
    }

    private void MoveAside(string path)
    {
        string bad = Path.Combine(_folder, HookWireSpool.BadFolderName);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(bad);
            }
            else
            {
                Directory.CreateDirectory(bad, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            File.Move(path, Path.Combine(bad, Path.GetFileName(path)), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays, and is met again: no reason to keep back the events behind it.
        }
    }
}
