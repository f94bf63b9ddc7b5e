// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Common;

/// <summary>What a launch plan is made from. Values only: files were read and processes asked before.</summary>
public sealed record LaunchInput
{
    /// <summary>The command as the user gave it: executable and arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Where the gateway listens.</summary>
    public required string GatewayUrl { get; init; }

    /// <summary>The command line of the hook client, for the shell in which the agent runs hooks; without the agent's name.</summary>
    public required string HookCommand { get; init; }

    /// <summary>The agent's version; null where it was not asked, as in a dry run.</summary>
    public Version? AgentVersion { get; init; }

    /// <summary>Text of the user's configuration file of the agent; null where there is none.</summary>
    public string? AgentConfiguration { get; init; }

    /// <summary>Name of that file, for messages.</summary>
    public string? AgentConfigurationPath { get; init; }

    /// <summary>Gives the text of another file in that file's folder, by its name; null where there is none.</summary>
    public Func<string, string?> BesideConfiguration { get; init; } = static _ => null;

    /// <summary>The file that takes a run's hooks, where the agent has no other way; it need not exist.</summary>
    public string? HooksFilePath { get; init; }

    /// <summary>Its bytes; null where there is none.</summary>
    public byte[]? HooksFile { get; init; }

    /// <summary>False where the user does not want files of the agent to be changed for a run.</summary>
    public bool MayChangeHooksFile { get; init; } = true;

    /// <summary>The environment the agent would get.</summary>
    public required Func<string, string?> Environment { get; init; }
}
