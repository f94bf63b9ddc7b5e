// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Install;

/// <summary>Lets one installation at a time change files. The system gives it up with the process that holds it.</summary>
internal static class InstallLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <exception cref="FileEditException">Another one does not come to its end.</exception>
    public static async Task<IDisposable> TakeAsync(StateFolder state, TimeProvider time, CancellationToken cancellation)
    {
        string path = Path.Combine(state.Root, "install.lock");
        long started = time.GetTimestamp();
        while (true)
        {
            try
            {
                PrivateFiles.CreateFolder(state.Root);
                return new FileStream(path, PrivateFiles.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (time.GetElapsedTime(started) < Patience && Directory.Exists(state.Root))
            {
                await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new FileEditException($"{path} cannot be locked: another installation is running, or the state folder cannot be written. Nothing was changed. ({e.Message})", e);
            }
        }
    }
}
