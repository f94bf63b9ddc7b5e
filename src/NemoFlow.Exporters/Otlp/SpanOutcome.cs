// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Exporters.Otlp;

/// <summary>How a node ended, as a status and an error type of few values.</summary>
/// <param name="Status">The status.</param>
/// <param name="ErrorType">A word of few values; null where all is well.</param>
/// <param name="Message">What went wrong.</param>
internal sealed record SpanOutcome(SpanStatus Status, string? ErrorType, string? Message)
{
    private static readonly SpanOutcome Well = new(SpanStatus.Unset, null, null);

    /// <summary>The message is a status or an exit code, and nothing of what was said or run.</summary>
    public bool IsPlain => Message is null || Message.StartsWith("exit code ", StringComparison.Ordinal) || Message is "script failed" || Message.All(c => char.IsAsciiLetter(c) || c == '_');

    public static SpanOutcome Of(SpanNode node) => node.Status switch
    {
        CallStatus.Failed => new(SpanStatus.Error, node.Call is { } call ? ErrorOf(call) : node.Tool is null ? TurnError(node.Turn) : "tool_error", Failure(node)),
        CallStatus.Denied => new(SpanStatus.Error, "denied", node.Tool?.StatusText ?? "denied"),
        CallStatus.Interrupted => new(SpanStatus.Error, node.Call?.Error is "upstream_dropped" ? "upstream_dropped" : "interrupted", Failure(node)),
        CallStatus.Abandoned => new(SpanStatus.Error, "abandoned", "Abandoned"),
        _ => Well,
    };

    private static string ErrorOf(LlmCall call) => call.HttpStatus is >= 400 and { } status ? status.ToString(null, null) : "_OTHER";

    private static string TurnError(Turn? turn) => turn?.Items.OfType<LlmCall>().LastOrDefault() is { Status: CallStatus.Failed } call ? ErrorOf(call) : "_OTHER";

    private static string? Failure(SpanNode node) => node.Kind switch
    {
        SpanNodeKind.LlmCall => node.Call!.Error,
        SpanNodeKind.ToolCall => node.Tool!.StatusText,
        _ => node.Turn?.Items.OfType<LlmCall>().LastOrDefault()?.Error ?? node.Turn?.EndReason,
    };
}
