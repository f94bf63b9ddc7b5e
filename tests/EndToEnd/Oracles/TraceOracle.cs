// SPDX-License-Identifier: Apache-2.0
using System.Net.Sockets;
using System.Text;
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Oracles;

/// <summary>What a run may leave behind: files without secrets, and nothing that runs.</summary>
internal static class TraceOracle
{
    /// <summary>Neither a process nor a listener is left.</summary>
    public static async Task CheckNothingRunsAsync(Sandbox sandbox)
    {
        Assert.Equal([], sandbox.Processes());
        if (sandbox.Fired.Gateway is { } gateway)
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            SocketException refused = await Assert.ThrowsAsync<SocketException>(async () => await socket.ConnectAsync(gateway.Host, gateway.Port));
            Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        }
    }

    /// <summary>No file that is ours holds a credential, and none is half a file.</summary>
    public static void CheckFiles(Sandbox sandbox, params string[] moreSecrets)
    {
        foreach (string path in Directory.EnumerateFiles(sandbox.State, "*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(sandbox.Work, "*", SearchOption.AllDirectories)))
        {
            string text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
            foreach (string secret in (string[])[sandbox.Key, .. moreSecrets])
            {
                Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{path} holds a secret");
            }

            Assert.DoesNotContain("\"authorization\"", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("x-nemo-flow-token", text, StringComparison.OrdinalIgnoreCase);
            Assert.False(path.EndsWith(".tmp", StringComparison.Ordinal), $"{path} was left behind");
        }
    }
}
