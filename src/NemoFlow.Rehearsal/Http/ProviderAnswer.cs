// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Http;

/// <summary>A complete answer before it is sent: every byte and every scripted fault.</summary>
internal sealed record ProviderAnswer
{
    public const string JsonType = "application/json";
    public const string EventStreamType = "text/event-stream; charset=utf-8";

    public required int Status { get; init; }

    public string ContentType { get; init; } = JsonType;

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body in pieces: stream events, or one piece for a buffered body.</summary>
    public required IReadOnlyList<byte[]> Pieces { get; init; }

    public ReplyPace Pace { get; init; } = ReplyPace.Default;

    public ReplyDrop? Drop { get; init; }

    public string? Thread { get; init; }

    public string? Conversation { get; init; }

    public int? Turn { get; init; }

    public int Attempt { get; init; } = 1;

    public string? ResponseId { get; init; }

    public ProviderUsage? Usage { get; init; }

    /// <summary>Told once whether the whole answer was sent.</summary>
    public Action<bool> Ended { get; init; } = static _ => { };

    public static ProviderAnswer Json(int status, string json)
        => new() { Status = status, Pieces = [Encoding.UTF8.GetBytes(json)] };

    public static ProviderAnswer Error(int status, string message)
        => Json(status, ScenarioJson.Compact(ProviderErrors.Body(status, message)));
}
