// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Cursor;

namespace NemoFlow.Engine.HookFiles;

/// <summary>How the hooks files of the agents are changed: one line an agent.</summary>
internal static class HookFileForms
{
    public static byte[] Merge(string agent, byte[]? file, string command, string path) => agent switch
    {
        AgentKinds.Cursor => CursorHooksFile.Merge(file, command, path),
        _ => throw new ArgumentException($"{agent} has no hooks file of this kind.", nameof(agent)),
    };

    public static byte[]? Withdraw(string agent, byte[] file, byte[]? original, string path) => agent switch
    {
        AgentKinds.Cursor => CursorHooksFile.Withdraw(file, original, path),
        _ => file,
    };

    /// <summary>The file as it was before runs of which nothing is known any more.</summary>
    public static byte[]? WithoutStrangers(string agent, byte[] file, string path) =>
        agent == AgentKinds.Cursor && CursorHooksFile.HasRunHooks(file, path) ? CursorHooksFile.Withdraw(file, null, path) : file;
}
