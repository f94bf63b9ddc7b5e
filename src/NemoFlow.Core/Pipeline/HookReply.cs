// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>What became of a hook payload that was sent, and what the agent would have been told.</summary>
public sealed record HookReply
{
    /// <summary>The agent's kind (<see cref="AgentKinds"/>).</summary>
    public required string Agent { get; init; }

    /// <summary>The hook's name, in the agent's words.</summary>
    public string? EventName { get; init; }

    /// <summary>The session that the payload names.</summary>
    public string? SessionId { get; init; }

    /// <summary>True where the gateway recorded it.</summary>
    public required bool Delivered { get; init; }

    /// <summary>True where it waits in the spool for the next gateway.</summary>
    public bool Spooled { get; init; }

    /// <summary>The reply as JSON.</summary>
    public required string Json { get; init; }

    /// <summary>Why it was not delivered; null where it was.</summary>
    public string? Problem { get; init; }
}
