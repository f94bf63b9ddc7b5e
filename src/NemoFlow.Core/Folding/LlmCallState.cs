// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Folding;

internal sealed class LlmCallState(string id, string api, DateTimeOffset startedAt)
{
    public string Id { get; } = id;

    public string Api { get; } = api;

    public DateTimeOffset StartedAt { get; } = startedAt;

    public DateTimeOffset? EndedAt { get; set; }

    public CallStatus Status { get; set; }

    public string? Model { get; set; }

    public string? Provider { get; set; }

    public string? Purpose { get; set; }

    public EventSource Source { get; init; }

    public bool SeenByHook { get; set; }

    public LlmRequest? Request { get; init; }

    public LlmResponse? Response { get; set; }

    public TokenUsage? Usage { get; set; }

    public int? HttpStatus { get; set; }

    public TimeSpan? TimeToFirstEvent { get; set; }

    public string? Error { get; set; }

    public required AgentThread Owner { get; set; }

    /// <summary>The turn that it stands in.</summary>
    public TurnState? Turn { get; set; }

    /// <summary>The tool calls that it asked for.</summary>
    public List<ToolState> Tools { get; } = [];

    /// <summary>The id by which hooks speak of it; null where none does.</summary>
    public string? HookCallId { get; set; }

    public string? CorrelationSource { get; set; }

    public int? CorrelationScore { get; set; }

    public List<string> Flags { get; } = [];

    public string? ServerAddress { get; init; }

    public int? ServerPort { get; init; }

    public JsonElement? RequestHeaders { get; init; }

    public JsonElement? ResponseHeaders { get; set; }
}
