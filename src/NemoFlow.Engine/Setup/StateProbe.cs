// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NemoFlow.Engine.Install;
using NemoFlow.Hooks;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Setup;

/// <summary>Looks at the state folder and changes nothing but for a file that it writes and removes.</summary>
public static class StateProbe
{
    /// <summary>The facts.</summary>
    public static StateFacts Read(StateFolder state, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(state);
        LogFile log = new(state, time);
        List<FileInfo> spooled = Files(state.Spool, "*" + HookWireSpool.Extension);
        string? error = log.LastError();
        string hook = HookClientCopy.Path(state);
        string? program = Program(state);
        return new StateFacts
        {
            Root = state.Root,
            WriteProblem = WriteProblem(state),
            OpenToOthers = OpenToOthers(state),
            FreeBytes = FreeBytes(state),
            Spooled = spooled.Count,
            OldestSpooled = spooled.Count == 0 ? null : new DateTimeOffset(spooled.Min(f => f.LastWriteTimeUtc), TimeSpan.Zero),
            BadSpooled = Files(Path.Combine(state.Spool, HookWireSpool.BadFolderName), "*").Count,
            LatestJournal = Directory.Exists(state.Sessions)
                ? new DirectoryInfo(state.Sessions).EnumerateFiles("*.jsonl", SearchOption.AllDirectories).Select(f => (DateTimeOffset?)new DateTimeOffset(f.LastWriteTimeUtc, TimeSpan.Zero)).Max()
                : null,
            LogPath = log.Path,
            LastError = error,
            LastErrorAt = error is not null && DateTimeOffset.TryParse(error.Split(' ')[0], CultureInfo.InvariantCulture, out DateTimeOffset at) ? at : null,
            HookClient = hook,
            HookClientWorks = File.Exists(hook) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(hook) & UnixFileMode.UserExecute) != 0),
            Program = program,
            ProgramExists = program is null || File.Exists(program),
        };
    }

    private static List<FileInfo> Files(string folder, string pattern)
    {
        try
        {
            return Directory.Exists(folder) ? [.. new DirectoryInfo(folder).EnumerateFiles(pattern)] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? WriteProblem(StateFolder state)
    {
        try
        {
            PrivateFiles.CreateFolder(state.Root);
            string file = Path.Combine(state.Root, ".probe." + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            File.WriteAllBytes(file, []);
            File.Delete(file);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static string? OpenToOthers(StateFolder state)
    {
        const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        foreach (string folder in (string[])[state.Sessions, state.Spool, state.Gateways, state.Logs])
        {
            if (Directory.Exists(folder) && (File.GetUnixFileMode(folder) & Others) != 0)
            {
                return folder;
            }
        }

        return null;
    }

    private static long? FreeBytes(StateFolder state)
    {
        try
        {
            return new DriveInfo(state.Root).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Program(StateFolder state)
    {
        try
        {
            return File.ReadLines(HookClientCopy.ProgramPath(state)).LastOrDefault(l => l.Length > 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
