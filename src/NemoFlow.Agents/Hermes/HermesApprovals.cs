// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents.Install;
using NemoFlow.Configuration.Yaml;
using NemoFlow.Text;

namespace NemoFlow.Agents.Hermes;

/// <summary>Reads which of our hooks Hermes's user has approved. Nothing is ever approved here.</summary>
public static class HermesApprovals
{
    /// <summary>How many of the hooks are approved, by event and command; all where the configuration approves every hook.</summary>
    public static int Count(InstallRequest request, IReadOnlyCollection<InstalledHook> hooks)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(hooks);
        if (request.Environment("HERMES_ACCEPT_HOOKS") is "1" or "true" or "yes" or "on" || AcceptsAll(request))
        {
            return hooks.Count;
        }

        HashSet<(string, string)> approved = Read(request);
        return hooks.Count(h => approved.Contains((h.Event, h.Command)));
    }

    private static bool AcceptsAll(InstallRequest request)
    {
        try
        {
            return request.Read(HermesFiles.Configuration(request)) is { } bytes
                && YamlDocument.Parse(System.Text.Encoding.UTF8.GetString(bytes)).Root?.TryGetText("hooks_auto_accept")?.ToUpperInvariant() is "TRUE" or "YES" or "ON";
        }
        catch (YamlException)
        {
            return false;
        }
    }

    private static HashSet<(string, string)> Read(InstallRequest request)
    {
        try
        {
            return request.Read(HermesFiles.Approvals(request)) is { } bytes
                ? [.. JsonElement.Parse(bytes).ItemsAt("approvals").Select(a => (a.TextAt("event") ?? "", a.TextAt("command") ?? ""))]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
