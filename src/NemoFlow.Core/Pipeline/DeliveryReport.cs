// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>What became of a session that was sent because somebody asked for it.</summary>
public sealed record DeliveryReport
{
    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>The agent's kind (<see cref="AgentKinds"/>).</summary>
    public required string Agent { get; init; }

    /// <summary>What was sent: <c>otlp</c> for spans, <c>metrics</c>, or <c>atof</c> for events.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it was sent or written to, without credentials.</summary>
    public required string Address { get; init; }

    /// <summary>The spans, measured calls or events that arrived.</summary>
    public required long Sent { get; init; }

    /// <summary>Those that the target threw away, by its own account.</summary>
    public long Rejected { get; init; }

    /// <summary>False where something did not arrive.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>What went wrong, and what to do; null where nothing did.</summary>
    public string? Problem { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{SessionId} to {Address}: {Sent}";
}
