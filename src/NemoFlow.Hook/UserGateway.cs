// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NemoFlow.Hooks;

namespace NemoFlow.Hook;

/// <summary>The gateway of the user, which installed hooks report to: where it is, and how it is started when it is not there.</summary>
internal static class UserGateway
{
    /// <summary>How long no hook tries again after a start that came to nothing: agents must not wait for it on every event.</summary>
    private static readonly TimeSpan Backoff = TimeSpan.FromSeconds(60);

    /// <summary>Where it says that it listens, else where it would.</summary>
    public static GatewayAddress Find(HookHost host)
    {
        string? url = null;
        try
        {
            url = StateFolder.Find(host) is { } state ? File.ReadAllText(Path.Combine(state, GatewayWire.UrlFile)).Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // None is running, or none that we may know of.
        }

        return GatewayAddress.Parse(string.IsNullOrEmpty(url) ? GatewayWire.DefaultUrl : url);
    }

    /// <summary>Starts one, or waits for the one that another hook has just started. False where none came up.</summary>
    public static bool TryStart(HookHost host)
    {
        if (HookVariables.IsOff(host.Variable(HookVariables.AutoStart)) || StateFolder.Find(host) is not { } state)
        {
            return false;
        }

        string marker = Path.Combine(state, GatewayWire.StartingFile);
        try
        {
            TimeSpan age = host.Time.GetUtcNow() - File.GetLastWriteTimeUtc(marker);
            if (age < TimeSpan.Zero || age > Backoff)
            {
                string[] program = File.ReadAllLines(Path.Combine(state, GatewayWire.ProgramFile));
                File.WriteAllBytes(marker, []);
                File.SetLastWriteTimeUtc(marker, host.Time.GetUtcNow().UtcDateTime);
                if (program.Length == 0 || !host.StartDetached([.. program, .. GatewayWire.RunArguments]))
                {
                    return false;
                }
            }
            else if (age > host.StartLimit)
            {
                return false;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing is installed here that could be started.
            return false;
        }

        return WaitFor(host);
    }

    /// <summary>Sees to it that somebody listens where the agent posts hooks: Claude Code loses what nobody answers.</summary>
    public static void Ensure(HookHost host, string url)
    {
        try
        {
            if (!IsListening(GatewayAddress.Parse(url)))
            {
                TryStart(host);
            }
        }
        catch (DeliveryException)
        {
            // No address of this machine: nothing that could be started would listen there.
        }
    }

    private static bool WaitFor(HookHost host)
    {
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < host.StartLimit)
        {
            if (IsListening(Find(host)))
            {
                return true;
            }

            // There is nothing to wait on: the other process is not ours alone.
            Thread.CurrentThread.Join(10);
        }

        return false;
    }

    private static bool IsListening(GatewayAddress address)
    {
        using Socket socket = new(address.Hosts[0].AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(new IPEndPoint(address.Hosts[0], address.Port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
