// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.EndToEnd.Support;

/// <summary>Waits for what another process brings about, as far as it can only be seen by looking again.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task FileExistsAsync(string path, CancellationToken patience) => IsTrueAsync(() => File.Exists(path), patience);

    public static async Task IsTrueAsync(Func<bool> condition, CancellationToken patience)
    {
        using PeriodicTimer timer = new(Pause);
        while (!condition())
        {
            await timer.WaitForNextTickAsync(patience);
        }
    }
}
