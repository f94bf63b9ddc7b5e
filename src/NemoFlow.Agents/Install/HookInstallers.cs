// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.ClaudeCode;
using NemoFlow.Agents.Codex;
using NemoFlow.Agents.Cursor;
using NemoFlow.Agents.Hermes;

namespace NemoFlow.Agents.Install;

/// <summary>The agents that hooks can be installed into: one line each.</summary>
public static class HookInstallers
{
    /// <summary>All installers.</summary>
    public static IReadOnlyList<IHookInstaller> All { get; } = [new CodexInstaller(), new ClaudeInstaller(), new CursorInstaller(), new HermesInstaller()];

    /// <summary>The installer of an agent; null for one that this version does not install into.</summary>
    public static IHookInstaller? Find(string? agent) => All.FirstOrDefault(i => i.Agent == agent);
}
