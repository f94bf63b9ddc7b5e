// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Exporters.Atif;

/// <summary>One step of a trajectory before it is written.</summary>
internal sealed class AtifStep(string source, DateTimeOffset time, string message)
{
    public string Source { get; } = source;

    public DateTimeOffset Time { get; } = time;

    public string Message { get; } = message;

    /// <summary>The model call behind an agent step.</summary>
    public LlmCall? Call { get; init; }

    /// <summary>The request to show: with a user step the one that carried the message, with an agent step a continuation.</summary>
    public LlmCall? Request { get; set; }

    public List<AtifToolCall> ToolCalls { get; } = [];

    /// <summary>Observations that belong to no call of this step.</summary>
    public List<ToolCall> Orphans { get; } = [];

    /// <summary>Attempts that failed before this step's call succeeded.</summary>
    public List<LlmCall> FailedAttempts { get; } = [];

    /// <summary>Number of inferences; null where it is not known.</summary>
    public int? LlmCallCount { get; init; }

    public Turn? Turn { get; init; }

    public string? ContextManagement { get; init; }

    public JsonElement? Data { get; init; }
}
