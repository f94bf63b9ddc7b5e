// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.Json;
using NemoFlow.Storage.Files;
using NemoFlow.Text;

namespace NemoFlow.Storage.Gateways;

/// <summary>The note that a gateway left when it was started (<see cref="GatewayRegistration"/>).</summary>
/// <param name="Id">The gateway.</param>
/// <param name="Url">Where it listens, without a trailing slash.</param>
/// <param name="Port">The port.</param>
/// <param name="ProcessId">The process it runs in.</param>
/// <param name="Token">Its secret.</param>
/// <param name="Version">Its version.</param>
public sealed record RegisteredGateway(string Id, string Url, int Port, int ProcessId, string? Token, string? Version)
{
    /// <summary>A fingerprint of the settings it was started with; null unless it is the user's gateway.</summary>
    public string? Settings { get; init; }

    /// <summary>When it was started; null where it did not say.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>True for the gateway that installed hooks report to.</summary>
    public bool IsUserGateway => Settings is not null;

    /// <summary>The gateways of all processes that are alive. Notes of processes that were killed are removed on the way.</summary>
    public static IReadOnlyList<RegisteredGateway> ReadAll(StateFolder state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!Directory.Exists(state.Gateways))
        {
            return [];
        }

        List<RegisteredGateway> gateways = [];
        foreach (string path in Directory.EnumerateFiles(state.Gateways, "*.json"))
        {
            if (Read(path) is not { } gateway)
            {
                continue;
            }

            if (IsAlive(gateway.ProcessId))
            {
                gateways.Add(gateway);
            }
            else
            {
                Remove(path);
                Remove(GatewayPresence.PathOf(state, gateway.Id));
            }
        }

        return gateways;
    }

    /// <summary>
    /// Removes the note where its gateway is gone and another process has its number; for one that does not answer. True where it was removed.
    /// </summary>
    public bool ForgetIfGone(StateFolder state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (GatewayPresence.ReadAll(state).Contains(Id))
        {
            return false;
        }

        Remove(Path.Combine(state.Gateways, Path.GetFileName(Id) + ".json"));
        return true;
    }

    private static RegisteredGateway? Read(string path)
    {
        try
        {
            JsonElement note = JsonElement.Parse(File.ReadAllText(path));
            return note.TextAt("id") is { } id && note.TextAt("url") is { } url && note.LongAt("pid") is { } pid
                ? new RegisteredGateway(id, url, (int)(note.LongAt("port") ?? 0), (int)pid, note.TextAt("token"), note.TextAt("version"))
                {
                    Settings = note.TextAt("settings"),
                    StartedAt = note.TextAt("started_at") is { } started && DateTimeOffset.TryParse(started, System.Globalization.CultureInfo.InvariantCulture, out DateTimeOffset time) ? time : null,
                }
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // Gone in the meantime, or not ours.
            return null;
        }
    }

    /// <summary>Whether a process is there.</summary>
    public static bool IsAlive(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            return !process.HasExited && !IsZombie(processId);
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It is there, but belongs to somebody else.
            return true;
        }
    }

    /// <summary>A process that has ended and whom nobody has asked for its exit code, as in containers without an init.</summary>
    private static bool IsZombie(int processId)
    {
        try
        {
            string stat = OperatingSystem.IsLinux() ? File.ReadAllText($"/proc/{processId}/stat") : "";
            return stat.LastIndexOf(')') is int end and > 0 && stat.AsSpan(end).StartsWith(") Z");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever looks next may remove it.
        }
    }
}
