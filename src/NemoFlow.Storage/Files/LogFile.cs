// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using NemoFlow.Content;

namespace NemoFlow.Storage.Files;

/// <summary>
/// <c>logs/nemo-flow.log</c>: what happened in processes that have no terminal. Lines are masked for secrets, hold nothing that was said to
/// or by an agent, and the file starts anew at one megabyte; the one before is kept.
/// </summary>
public sealed class LogFile(StateFolder state, TimeProvider time)
{
    private const long MaxBytes = 1 << 20;

    private readonly Lock _writing = new();

    /// <summary>The file.</summary>
    public string Path { get; } = System.IO.Path.Combine(state.Logs, "nemo-flow.log");

    /// <summary>Writes what should be known.</summary>
    public void Information(string message) => Write("info ", message);

    /// <summary>Writes what went wrong.</summary>
    public void Error(string message) => Write("error", message);

    /// <summary>The latest line about something that went wrong; null where there is none.</summary>
    public string? LastError()
    {
        try
        {
            return File.Exists(Path) ? File.ReadLines(Path).LastOrDefault(line => line.Contains(" error ", StringComparison.Ordinal)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Write(string level, string message)
    {
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {level} [{Environment.ProcessId}] {CommandMask.Text(message.ReplaceLineEndings(" "))}\n");
        lock (_writing)
        {
            try
            {
                PrivateFiles.CreateFolder(state.Logs);
                if (new FileInfo(Path) is { Exists: true, Length: > MaxBytes })
                {
                    File.Move(Path, Path + ".1", overwrite: true);
                }

                using FileStream file = new(Path, PrivateFiles.Options(FileMode.Append, FileAccess.Write, FileShare.ReadWrite));
                file.Write(Encoding.UTF8.GetBytes(line));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A log that cannot be written must not stop what it is about.
            }
        }
    }
}
