// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents.Common;
using NemoFlow.Configuration.Json;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.HookFiles;

/// <summary>
/// Changes files of agents for the time of runs. Several runs may use one file: the last puts it back. What a killed run has left is put
/// back by whatever of NemoFlow starts next. A run is alive as long as it holds the lock on its file, which the system drops with the process.
/// </summary>
public sealed class HookFileStore(StateFolder state, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(20);

    private string Folder { get; } = Path.Combine(state.Root, "hook-files");

    /// <summary>Changes a file for a run.</summary>
    /// <exception cref="IOException">The file or the state folder cannot be written; nothing was changed.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    /// <exception cref="JsoncException">The file is not in the form that the agent reads.</exception>
    public async Task<HookFileLease> AcquireAsync(HookFilePatch patch, string runId)
    {
        ArgumentNullException.ThrowIfNull(patch);
        PrivateFiles.CreateFolder(Folder);
        using FileStream guard = await GuardAsync().ConfigureAwait(false);
        string path = RealPath.Of(patch.Path);
        string key = PatchedFile.Hash(System.Text.Encoding.UTF8.GetBytes(path))[..16];
        HookFileRecord? record = Settle(key);
        FileStream alive = new(RunFile(key, runId), PrivateFiles.Options(FileMode.Create, FileAccess.ReadWrite, FileShare.None));
        try
        {
            Patch(key, path, patch, record, runId);
        }
        catch
        {
            alive.Dispose();
            File.Delete(alive.Name);
            throw;
        }

        return new HookFileLease(this, key, runId, alive);
    }

    /// <summary>Puts back what runs have left that are gone. Quick where nothing is left.</summary>
    /// <returns>What could not be put back, and why, a line each.</returns>
    public async Task<IReadOnlyList<string>> RecoverAsync()
    {
        if (!Directory.Exists(Folder) || !Directory.EnumerateFiles(Folder, "*.json").Any())
        {
            return [];
        }

        using FileStream guard = await GuardAsync().ConfigureAwait(false);
        return [.. Directory.EnumerateFiles(Folder, "*.json").ToList().Select(f => TrySettle(Path.GetFileNameWithoutExtension(f))).OfType<string>()];
    }

    /// <summary>Ends a run's use of a file.</summary>
    /// <returns>Why it could not be put back; null where it was, or is still in use.</returns>
    internal async Task<string?> ReleaseAsync(string key, string runId, FileStream alive)
    {
        using FileStream guard = await GuardAsync().ConfigureAwait(false);
        await alive.DisposeAsync().ConfigureAwait(false);
        File.Delete(RunFile(key, runId));
        return TrySettle(key);
    }

    private void Patch(string key, string path, HookFilePatch patch, HookFileRecord? record, string runId)
    {
        byte[]? current = PatchedFile.Read(path);
        if (record is not null)
        {
            // What a run of another installation has put in serves this one too.
            byte[] again = HookFileForms.Merge(patch.Agent, current, record.Command, path);
            bool edited = record.Edited || current is null || PatchedFile.Hash(current) != record.PatchedHash;
            Save(key, record with { Edited = edited, PatchedHash = PatchedFile.Hash(again), Runs = [.. record.Runs, runId] });
            if (current is null || !again.AsSpan().SequenceEqual(current))
            {
                PatchedFile.CreateFolders(path);
                PatchedFile.Write(path, again, PatchedFile.Mode(path) ?? record.Mode);
            }

            return;
        }

        byte[]? original = current is null ? null : HookFileForms.WithoutStrangers(patch.Agent, current, path);
        byte[] patched = HookFileForms.Merge(patch.Agent, original, patch.Command, path);
        List<string> folders = current is null ? PatchedFile.CreateFolders(path) : [];
        Save(key, new HookFileRecord
        {
            Agent = patch.Agent,
            Path = path,
            Command = patch.Command,
            Original = original,
            Mode = PatchedFile.Mode(path),
            ModifiedUtc = current is null ? null : File.GetLastWriteTimeUtc(path),
            PatchedHash = PatchedFile.Hash(patched),
            CreatedFolders = folders,
            Runs = [runId],
        });
        try
        {
            PatchedFile.Write(path, patched, PatchedFile.Mode(path));
        }
        catch
        {
            File.Delete(RecordFile(key));
            throw;
        }
    }

    /// <summary>Forgets runs that are gone; puts the file back where none is left. Gives the record where one is.</summary>
    private HookFileRecord? Settle(string key)
    {
        if (Load(key) is not { } record)
        {
            return null;
        }

        List<string> alive = [.. record.Runs.Where(run => IsAlive(RunFile(key, run)))];
        if (alive.Count > 0)
        {
            HookFileRecord left = record with { Runs = alive };
            Save(key, left);
            return left;
        }

        PatchedFile.Restore(record);
        File.Delete(RecordFile(key));
        return null;
    }

    private string? TrySettle(string key)
    {
        try
        {
            Settle(key);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsoncException)
        {
            return $"a hooks file could not be put back as it was before a run: {e.Message} That is tried again at the next start of nemo-flow; the record is {RecordFile(key)}.";
        }
    }

    /// <summary>The system drops a lock with the process that holds it, however that ends.</summary>
    private static bool IsAlive(string runFile)
    {
        try
        {
            using (new FileStream(runFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }

            File.Delete(runFile);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private HookFileRecord? Load(string key)
    {
        if (!File.Exists(RecordFile(key)))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(RecordFile(key)), HookFileJson.Default.HookFileRecord);
        }
        catch (JsonException e)
        {
            throw new IOException($"The record {RecordFile(key)} cannot be read: {e.Message}", e);
        }
    }

    private void Save(string key, HookFileRecord record) => AtomicFile.Write(RecordFile(key), JsonSerializer.SerializeToUtf8Bytes(record, HookFileJson.Default.HookFileRecord));

    private async Task<FileStream> GuardAsync()
    {
        long started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(Folder, "lock"), PrivateFiles.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (time.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(RetryAfter, time).ConfigureAwait(false);
            }
        }
    }

    private string RecordFile(string key) => Path.Combine(Folder, key + ".json");

    private string RunFile(string key, string runId) => Path.Combine(Folder, $"{key}.{runId}.run");
}
