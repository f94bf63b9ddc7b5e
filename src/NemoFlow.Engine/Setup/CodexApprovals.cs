// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Codex;
using NemoFlow.Agents.Install;
using NemoFlow.Engine.HookFiles;

namespace NemoFlow.Engine.Setup;

/// <summary>Reads from Codex's configuration which hooks it skips. Codex itself is not asked, for it would leave files in its home.</summary>
public static class CodexApprovals
{
    /// <summary>The installed hooks that Codex skips until its user has reviewed them, with what its configuration notes of each.</summary>
    public static IReadOnlyList<(string Event, string Trust)> Missing(InstallRequest request, IReadOnlyList<InstalledHook> hooks)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(hooks);

        // Codex names hooks by the file, and the file by its path with or without links in it.
        string? real = request.UserFolder is { } folder ? RealPath.Of(folder) : null;
        IReadOnlyList<CodexHookState> states = CodexInstaller.NotedStates(request);
        IReadOnlyList<CodexHookState> others = real is null || real == request.UserFolder ? states : CodexInstaller.NotedStates(request with { UserFolder = real });
        return [.. hooks.Where(h => h is { Owned: true, IsNotice: false }).Select(h => h.Event)
            .Zip(states, others).Where(h => h.Second.Trust != "trusted" && h.Third.Trust != "trusted")
            .Select(h => (h.First, h.Third.Trust == "untrusted" ? h.Second.Trust! : h.Third.Trust!))];
    }
}
