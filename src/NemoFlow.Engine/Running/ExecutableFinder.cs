// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Running;

/// <summary>Finds the file behind a command as the user's shell would.</summary>
public static class ExecutableFinder
{
    /// <summary>The full path; null where there is no such executable.</summary>
    public static string? Find(string command, Func<string, string?> environment, string workingDirectory)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        ArgumentNullException.ThrowIfNull(environment);
        string[] extensions = OperatingSystem.IsWindows()
            ? ["", .. (environment("PATHEXT") ?? ".EXE;.CMD;.BAT").Split(';', StringSplitOptions.RemoveEmptyEntries)]
            : [""];
        if (command.Contains('/', StringComparison.Ordinal) || (OperatingSystem.IsWindows() && command.Contains('\\', StringComparison.Ordinal)))
        {
            return Candidates(Path.GetFullPath(command, workingDirectory), extensions).FirstOrDefault(IsExecutable);
        }

        foreach (string folder in (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Candidates(Path.Combine(workingDirectory, folder, command), extensions).FirstOrDefault(IsExecutable) is { } found)
            {
                return Path.GetFullPath(found, workingDirectory);
            }
        }

        return null;
    }

    private static IEnumerable<string> Candidates(string path, string[] extensions) => extensions.Select(e => path + e);

    private static bool IsExecutable(string path)
    {
        // A link that leads nowhere is there, but no shell runs it.
        if (!File.Exists(path) || (File.ResolveLinkTarget(path, returnFinalTarget: true) is { Exists: false }))
        {
            return false;
        }

        const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0;
    }
}
