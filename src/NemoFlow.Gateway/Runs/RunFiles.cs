// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Storage.Files;

namespace NemoFlow.Gateway.Runs;

/// <summary>Files that one run needs: readable for their owner only, and gone when the run is over.</summary>
internal sealed class RunFiles : IDisposable
{
    /// <summary>A run's folder that is older was left behind by a run that was killed.</summary>
    private static readonly TimeSpan Leftover = TimeSpan.FromDays(2);

    private readonly List<string> _folders;

    private RunFiles(List<string> folders) => _folders = folders;

    /// <summary>Writes the files, and removes what killed runs left behind.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static RunFiles Write(StateFolder state, IReadOnlyDictionary<string, string> files, DateTimeOffset now)
    {
        RemoveLeftovers(state, now);
        RunFiles written = new([.. files.Keys.Select(f => Path.GetDirectoryName(f)!).Distinct()]);
        try
        {
            foreach ((string path, string text) in files)
            {
                PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
                AtomicFile.Write(path, Encoding.UTF8.GetBytes(text));
            }

            return written;
        }
        catch
        {
            written.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folders.ForEach(Remove);

    private static void RemoveLeftovers(StateFolder state, DateTimeOffset now)
    {
        if (Directory.Exists(state.Runs))
        {
            foreach (string folder in Directory.EnumerateDirectories(state.Runs).Where(f => now - Directory.GetLastWriteTimeUtc(f) > Leftover).ToList())
            {
                Remove(folder);
            }
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody still reads it; the next run tries again.
        }
    }
}
