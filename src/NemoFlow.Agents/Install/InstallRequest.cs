// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Install;

/// <summary>What an installation is planned from. Values only; files are read through <see cref="Read"/>.</summary>
public sealed record InstallRequest
{
    /// <summary>For the user or for a project.</summary>
    public InstallScope Scope { get; init; }

    /// <summary>The agent's configuration folder of the user.</summary>
    public required string UserFolder { get; init; }

    /// <summary>The project's folder; needed for <see cref="InstallScope.Project"/>.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary>The words that start the hook client, without the agent's name.</summary>
    public required IReadOnlyList<string> HookClient { get; init; }

    /// <summary>Whether the agent runs hooks as it does on Windows.</summary>
    public bool Windows { get; init; } = OperatingSystem.IsWindows();

    /// <summary>Whether commands are wanted even where the agent could post hooks itself.</summary>
    public bool CommandsOnly { get; init; }

    /// <summary>Where the user's gateway listens, without a slash at the end.</summary>
    public required string GatewayUrl { get; init; }

    /// <summary>What becomes of model traffic; null leaves it as an earlier installation made it.</summary>
    public ProviderRouting? Routing { get; init; }

    /// <summary>Whether the agent's notice at the end of a turn takes the place of hooks; null does what an earlier installation or a lock asks for.</summary>
    public bool? Notify { get; init; }

    /// <summary>The agent's version; null where it is not known.</summary>
    public Version? AgentVersion { get; init; }

    /// <summary>The bytes of a file; null where it does not exist.</summary>
    public required Func<string, byte[]?> Read { get; init; }

    /// <summary>The environment the agent gets.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>Gives the full paths of the files in a folder.</summary>
    public Func<string, IReadOnlyList<string>> ListFiles { get; init; } = static _ => [];

    /// <summary>What an earlier installation changed, for taking it back.</summary>
    public IReadOnlyList<SettingChange> Changes { get; init; } = [];

    /// <summary>The bytes of a file as they were before the first installation; null where there was none or that is not known.</summary>
    public Func<string, byte[]?> Original { get; init; } = static _ => null;
}
