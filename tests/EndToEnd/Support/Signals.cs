// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace NemoFlow.EndToEnd.Support;

internal static class Signals
{
    /// <summary>Sends a signal; a process that is gone already is no error.</summary>
    public static async Task SendAsync(string signal, int processId)
    {
        using Process kill = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"kill -{signal} {processId} 2>/dev/null"]))!;
        await kill.WaitForExitAsync();
    }
}
