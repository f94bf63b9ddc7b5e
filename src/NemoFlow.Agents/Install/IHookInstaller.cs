// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Install;

/// <summary>Knows where an agent's configuration wants hooks. Pure: bytes of files in, edits out.</summary>
public interface IHookInstaller
{
    /// <summary>The agent (<see cref="AgentKinds"/>).</summary>
    string Agent { get; }

    /// <summary>The first version of the agent that can be recorded.</summary>
    Version MinimumVersion { get; }

    /// <summary>Whether the agent has a notice at the end of a turn that can take the place of hooks.</summary>
    bool HasNotice => false;

    /// <summary>Whether the agent can post hooks itself, so that commands for them are a choice.</summary>
    bool CanPostHooks => false;

    /// <summary>Whether the agent runs the hooks of the user and those of the project, both.</summary>
    bool RunsBothScopes => true;

    /// <summary>The user's folder of the agent's configuration; null where the environment names none.</summary>
    string? UserFolder(Func<string, string?> environment);

    /// <summary>The files that an installation may touch.</summary>
    IReadOnlyList<string> Files(InstallRequest request);

    /// <summary>Puts hooks in, or brings those of an earlier installation up to date. Doing it twice changes nothing more.</summary>
    InstallPlan Install(InstallRequest request);

    /// <summary>Takes out what is ours and nothing else.</summary>
    InstallPlan Uninstall(InstallRequest request);

    /// <summary>The hooks that report to NemoFlow; empty too where a file cannot be read.</summary>
    IReadOnlyList<InstalledHook> Find(InstallRequest request);

    /// <summary>What else the agent's configuration means for recording.</summary>
    AgentSetup Inspect(InstallRequest request);
}
