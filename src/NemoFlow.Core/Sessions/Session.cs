// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>Everything recorded of one session of an agent. A value: it does not change when more arrives.</summary>
public sealed record Session
{
    private IReadOnlyList<Turn>? _turns;
    private IReadOnlyList<Mark>? _marks;
    private Lazy<Session?>? _whole;

    /// <summary>The agent's own id of the session.</summary>
    public required string Id { get; init; }

    /// <summary>The agent's kind (<see cref="AgentKinds"/>).</summary>
    public required string Agent { get; init; }

    /// <summary>Where it stands.</summary>
    public required SessionState State { get; init; }

    /// <summary>The first event.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The latest event.</summary>
    public required DateTimeOffset LastEventAt { get; init; }

    /// <summary>When it ended; null while it is active.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it ended, in the agent's words.</summary>
    public string? EndReason { get; init; }

    /// <summary>The agent's version.</summary>
    public string? AgentVersion { get; init; }

    /// <summary>The model most recently used.</summary>
    public string? Model { get; init; }

    /// <summary>The folder the agent works in.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The agent's own transcript of the session.</summary>
    public string? TranscriptPath { get; init; }

    /// <summary>The exit code of the agent, where NemoFlow launched it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The root agent's turns, in order. A session of a list reads them when they are asked for.</summary>
    public IReadOnlyList<Turn> Turns
    {
        get => _turns ?? _whole?.Value?.Turns ?? [];
        init => _turns = IndexableList.Of(value);
    }

    /// <summary>Marks outside any turn.</summary>
    public IReadOnlyList<Mark> Marks
    {
        get => _marks ?? _whole?.Value?.Marks ?? [];
        init => _marks = IndexableList.Of(value);
    }

    /// <summary>Tokens of all model calls, subagents included, each counted once.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>What was seen, by source and event name.</summary>
    public SessionCounts Counts { get; init; } = new();

    /// <summary>Facts the agent or the user attached.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The part of <see cref="Metadata"/> that the user or a caller gave, without what agents say of themselves.</summary>
    public IReadOnlyDictionary<string, string> GivenMetadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The session with everything in it, where this one came from a list and has only what lists show.</summary>
    public Session Load() => _whole?.Value ?? this;

    /// <summary>The folder for its trajectory that a caller asked for in a header; only what the gateway allowed is here.</summary>
    public string? AskedAtifFolder { get; init; }

    /// <summary>A further OpenInference endpoint that a caller with the gateway's token asked for in a header.</summary>
    public string? AskedOpenInferenceEndpoint { get; init; }

    /// <summary>This session without turns and marks, which are read when somebody asks for them.</summary>
    /// <param name="read">Reads the whole session; null where it is gone.</param>
    public Session Deferred(Func<Session?> read) => this with { _turns = null, _marks = null, _whole = new Lazy<Session?>(read) };

    /// <inheritdoc/>
    public override string ToString() => Id;
}
