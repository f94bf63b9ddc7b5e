// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Storage.Files;

namespace NemoFlow.Storage.Gateways;

/// <summary>
/// Shows others that whoever records under a gateway's id is there: a lock on <c>gateways/&lt;id&gt;.lock</c>, which the system gives up
/// with the process, however that ends.
/// </summary>
public sealed class GatewayPresence : IDisposable
{
    private const string Ending = ".lock";

    /// <summary>Whoever looks whether a lock is held holds it for a moment.</summary>
    private const int Attempts = 5;

    private readonly FileStream? _held;

    private GatewayPresence(FileStream? held) => _held = held;

    /// <summary>Takes the lock. Where the state folder cannot be written, nothing is recorded either, and there is nothing to show.</summary>
    public static GatewayPresence Hold(StateFolder state, string gatewayId)
    {
        ArgumentNullException.ThrowIfNull(state);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                PrivateFiles.CreateFolder(state.Gateways);
                return new GatewayPresence(new FileStream(PathOf(state, gatewayId), PrivateFiles.Options(System.IO.FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)));
            }
            catch (UnauthorizedAccessException)
            {
                break;
            }
            catch (IOException)
            {
                Thread.Yield();
            }
        }

        return new GatewayPresence(null);
    }

    /// <summary>The ids of those who are there. What others have left that were killed is removed on the way.</summary>
    public static IReadOnlyList<string> ReadAll(StateFolder state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!Directory.Exists(state.Gateways))
        {
            return [];
        }

        List<string> present = [];
        foreach (string path in Directory.EnumerateFiles(state.Gateways, "*" + Ending))
        {
            if (IsHeld(path))
            {
                present.Add(Path.GetFileNameWithoutExtension(path));
            }
        }

        return present;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_held is null)
        {
            return;
        }

        if (!OperatingSystem.IsWindows())
        {
            // Before it is let go, so that what is removed is not what somebody else has just taken.
            File.Delete(_held.Name);
            _held.Dispose();
            return;
        }

        // Windows removes no file that is open and not shared.
        _held.Dispose();
        try
        {
            File.Delete(_held.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever looks at it removes it.
        }
    }

    internal static string PathOf(StateFolder state, string gatewayId) => Path.Combine(state.Gateways, Path.GetFileName(gatewayId) + Ending);

    private static bool IsHeld(string path)
    {
        try
        {
            // Two who look at the same time do not take each other for the holder.
            using FileStream left = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            File.Delete(path);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
