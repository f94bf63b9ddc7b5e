// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>One model request and what came of it.</summary>
public sealed record LlmCall : TurnItem
{
    /// <summary>The API that was called, for example <c>openai.responses</c>.</summary>
    public required string Api { get; init; }

    /// <summary>How it stands.</summary>
    public required CallStatus Status { get; init; }

    /// <summary>The model that answered, else the one asked for.</summary>
    public string? Model { get; init; }

    /// <summary>The provider's name in the agent's configuration, where a hook tells it.</summary>
    public string? Provider { get; init; }

    /// <summary>What the request was for, in the agent's words: <c>turn</c>, <c>compaction</c> …</summary>
    public string? Purpose { get; init; }

    /// <summary>The best source that saw it.</summary>
    public EventSource Source { get; init; }

    /// <summary>The request; null where only a hook saw the call.</summary>
    public LlmRequest? Request { get; init; }

    /// <summary>The response; null where none arrived.</summary>
    public LlmResponse? Response { get; init; }

    /// <summary>Tokens.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>The HTTP status of the answer; null where none arrived.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Time from the request to the first streamed event or byte of the answer.</summary>
    public TimeSpan? TimeToFirstEvent { get; init; }

    /// <summary>What went wrong, in one line.</summary>
    public string? Error { get; init; }

    /// <summary>The subagent that owns it; null for the root agent.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Why that owner was chosen, for example <c>agent_id</c>, <c>explicit</c>, <c>single_hint</c>.</summary>
    public string? CorrelationSource { get; init; }

    /// <summary>How many points the chosen hint had; null where no hints were weighed.</summary>
    public int? CorrelationScore { get; init; }

    /// <summary>What could not be recorded of it: <c>capture_overflow</c>, <c>truncated_stream</c>, <c>malformed_json</c>, <c>undecoded_zstd</c> …</summary>
    public IReadOnlyList<string> Flags { get; init => field = IndexableList.Of(value); } = [];

    /// <summary>The host that the request was sent to, as a name or an address; null where that was not recorded.</summary>
    public string? ServerAddress { get; init; }

    /// <summary>Its port.</summary>
    public int? ServerPort { get; init; }

    /// <summary>Headers of the request, without credentials.</summary>
    public IReadOnlyDictionary<string, string> RequestHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>Headers of the response, without cookies.</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders { get; init; } = new Dictionary<string, string>();
}
