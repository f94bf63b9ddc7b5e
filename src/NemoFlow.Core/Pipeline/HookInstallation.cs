// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Checks;

namespace NemoFlow;

/// <summary>How NemoFlow's hooks stand in an agent's configuration, and what an installation or its removal did there.</summary>
public sealed record HookInstallation
{
    /// <summary>The agent's kind (<see cref="AgentKinds"/>).</summary>
    public required string Agent { get; init; }

    /// <summary>Whose sessions are recorded.</summary>
    public required HookScope Scope { get; init; }

    /// <summary>True where hooks report to NemoFlow.</summary>
    public bool IsInstalled => Events.Count > 0;

    /// <summary>The agent's names of the events that are reported.</summary>
    public IReadOnlyList<string> Events { get; init => field = IndexableList.Of(value); } = [];

    /// <summary>The files that hold the hooks.</summary>
    public IReadOnlyList<string> Paths { get; init => field = IndexableList.Of(value); } = [];

    /// <summary>How many of the hooks somebody put in by hand; only the others are changed and taken out.</summary>
    public int ByHand { get; init; }

    /// <summary>The files that an installation of today would change; none where it is up to date.</summary>
    public IReadOnlyList<string> Outdated { get; init => field = IndexableList.Of(value); } = [];

    /// <summary>What the agent runs on hooks that it does not post itself: a copy that updates of NemoFlow leave where it is.</summary>
    public string? HookClient { get; init; }

    /// <summary>What kind of program that is.</summary>
    public HookClientKind HookClientKind { get; init; }

    /// <summary>True where the native client is not used, which costs the agent time on every hook.</summary>
    public bool UsesFallback => HookClientKind is HookClientKind.CommandLine or HookClientKind.PowerShell;

    /// <summary>The model provider that the agent's configuration selects.</summary>
    public string? Provider { get; init; }

    /// <summary>True where the provider's requests go through the gateway.</summary>
    public bool IsRouted { get; init; }

    /// <summary>What the agent says of the hooks, for example <c>10 trusted</c>; null for agents without a review, or where it was not asked.</summary>
    public string? Trust { get; init; }

    /// <summary>Whether the agent runs the hooks without asking first; null where that is not known.</summary>
    public bool? IsTrusted { get; init; }

    /// <summary>What keeps hooks from firing.</summary>
    public IReadOnlyList<Finding> Obstacles { get; init => field = IndexableList.Of(value); } = [];

    /// <summary>The files that were changed, or that a dry run would change.</summary>
    public IReadOnlyList<FileChange> Changes { get; init => field = IndexableList.Of(value); } = [];

    /// <summary>The file that keeps the originals; null where nothing is kept.</summary>
    public string? Originals { get; init; }

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Notes { get; init => field = IndexableList.Of(value); } = [];

    /// <summary>The command to type next; null where nothing is to be done.</summary>
    public string? NextStep { get; init; }

    /// <summary>Why the agent's configuration could not be read; null where it could.</summary>
    public string? Problem { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Agent;
}
