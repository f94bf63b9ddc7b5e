// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hook;

/// <summary>A checked command line, with the environment where the command line is silent.</summary>
internal sealed class HookOptions
{
    /// <summary>The agent's name, as in the route.</summary>
    public required string Agent { get; init; }

    /// <summary>The gateway's URL, not yet checked: a bad one is a failed delivery, which the agent must survive.</summary>
    public required string? GatewayUrl { get; init; }

    /// <summary>Whether a failed delivery fails the hook.</summary>
    public required bool FailClosed { get; init; }

    /// <summary>Whether an event that cannot be delivered is kept for later.</summary>
    public required bool Spool { get; init; }

    /// <summary>Whether the hook is part of the agent's configuration, rather than brought along by a run.</summary>
    public bool Installed { get; init; }

    /// <summary>Where the agent posts its other hooks itself: a gateway must be there, whichever one this hook goes to. Null where it posts none.</summary>
    public string? PostsTo { get; init; }

    /// <summary>The state folder, where the command line names one.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Whether the hook was put into a file of the agent's for a run, and says nothing outside of one.</summary>
    public bool OnlyInRun { get; init; }

    /// <summary>The payload, where the agent hands it over as an argument rather than on standard input.</summary>
    public string? Payload { get; init; }

    /// <summary>Our headers by lower-case name, in the order in which they are sent; without the token.</summary>
    public required List<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The credential for the gateway, if there is one.</summary>
    public required string? Token { get; init; }
}
