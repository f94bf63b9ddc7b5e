// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Install;

/// <summary>What installations that were killed leave behind: files that were to take the place of others. Nobody reads them.</summary>
internal static class InstallLeftovers
{
    /// <summary>Removes them; whoever does holds the lock, so that nobody is writing one.</summary>
    public static void Remove(IHookInstaller installer, InstallRequest request, StateFolder state)
    {
        foreach (string path in installer.Files(request))
        {
            FileEditApplier.CleanUp(path);
        }

        string bin = Path.GetDirectoryName(HookClientCopy.Path(state))!;
        AtomicFile.RemoveAbandoned(bin);
        AtomicFile.RemoveAbandoned(new InstallStore(state).Folder);
        try
        {
            foreach (string path in Directory.Exists(bin) ? Directory.GetFiles(bin, "*.new") : [])
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // They go the next time.
        }
    }
}
