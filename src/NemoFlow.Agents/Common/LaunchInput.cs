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

    /// <summary>The hook client: executable and arguments without the agent's name, for agents that choose the shell's quoting themselves.</summary>
    public IReadOnlyList<string> HookClient { get; init; } = [];

    /// <summary>The folder that the agent works in.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Gives the text of any file by its full path; null where there is none.</summary>
    public Func<string, string?> ReadFile { get; init; } = static _ => null;

    /// <summary>Gives the full paths of a folder's files; none where there is no folder.</summary>
    public Func<string, IReadOnlyList<string>> ListFiles { get; init; } = static _ => [];

    /// <summary>A private folder of this run, where the plan may put files; null where nothing may be written.</summary>
    public string? PrivateFolder { get; init; }

    /// <summary>The gateway's token; null where the agent gets none.</summary>
    public string? GatewayToken { get; init; }

    /// <summary>Where the gateway forwards Anthropic's requests to, as far as NemoFlow's own settings say.</summary>
    public Uri? AnthropicBaseUrl { get; init; }

    /// <summary>True for the URL of a gateway of NemoFlow's own: what the user wrote down for it is no provider of theirs.</summary>
    public Func<Uri, bool> IsOwnGateway { get; init; } = static _ => false;

    /// <summary>False where the user does not want files of the agent to be changed for a run.</summary>
    public bool MayChangeHooksFile { get; init; } = true;

    /// <summary>The environment the agent would get.</summary>
    public required Func<string, string?> Environment { get; init; }
}
