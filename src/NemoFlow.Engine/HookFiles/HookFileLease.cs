// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.HookFiles;

/// <summary>A run's use of a changed file. When it is released and no other run uses the file, the file is as it was before.</summary>
public sealed class HookFileLease
{
    private readonly HookFileStore _store;
    private readonly string _key;
    private readonly string _runId;
    private readonly FileStream _alive;

    internal HookFileLease(HookFileStore store, string key, string runId, FileStream alive)
    {
        _store = store;
        _key = key;
        _runId = runId;
        _alive = alive;
    }

    /// <summary>Ends the use.</summary>
    /// <returns>Why the file could not be put back; null where it was, or is still in use by another run.</returns>
    public Task<string?> ReleaseAsync() => _store.ReleaseAsync(_key, _runId, _alive);
}
