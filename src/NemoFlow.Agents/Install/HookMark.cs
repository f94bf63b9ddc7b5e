// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Json;
using NemoFlow.Hooks;

namespace NemoFlow.Agents.Install;

/// <summary>
/// By what an installed hook is known again, wherever the program has moved to and whatever else stands in its command: the option
/// that tells the hook client that it was installed, or the header that tells the gateway.
/// </summary>
internal static class HookMark
{
    /// <summary>The option.</summary>
    public const string Option = "--installed";

    /// <summary>The header of hooks that the agent posts itself.</summary>
    public const string Header = HookWire.InstalledHeader;

    /// <summary>The command of an installed hook.</summary>
    public static string Command(string hookCommand, string agent) => $"{hookCommand} {agent} {Option}";

    /// <summary>Whether an installation wrote this handler.</summary>
    public static bool IsOwned(JsoncContainer handler, string agent) => handler.TryGetString("command") is { } command
        ? IsOwned(command, agent)
        : handler.TryGet("headers", Header) is not null;

    /// <summary>Whether an installation wrote this command.</summary>
    public static bool IsOwned(string command, string agent) =>
        command.Contains("nemo-flow", StringComparison.OrdinalIgnoreCase) && command.Contains($" {agent} {Option}", StringComparison.Ordinal);

    /// <summary>Whether it reports to NemoFlow although no installation wrote it.</summary>
    public static bool IsByHand(JsoncContainer handler, string agent) =>
        !IsOwned(handler, agent)
        && (IsByHand(handler.TryGetString("command") ?? "", agent)
            || (handler.TryGetString("command") is null && handler.TryGetString("url")?.EndsWith("/hooks/" + agent, StringComparison.Ordinal) == true));

    /// <summary>Whether a command reports to NemoFlow although no installation wrote it. Those of a run that is going on do not count: they go when it ends.</summary>
    public static bool IsByHand(string command, string agent) =>
        !IsOwned(command, agent)
        && !command.Contains(" --in-run", StringComparison.Ordinal)
        && command.Contains("nemo-flow", StringComparison.OrdinalIgnoreCase) && IsCall(command, agent);

    private static bool IsCall(string command, string agent)
    {
        string plain = command.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal) + " ";
        return plain.Contains($"nemo-flow-hook {agent} ", StringComparison.Ordinal)
            || plain.Contains($"nemo-flow-hook.exe {agent} ", StringComparison.OrdinalIgnoreCase)
            || plain.Contains($"nemo-flow-hook.cmd {agent} ", StringComparison.OrdinalIgnoreCase)
            || plain.Contains($"hook-forward {agent} ", StringComparison.Ordinal);
    }
}
