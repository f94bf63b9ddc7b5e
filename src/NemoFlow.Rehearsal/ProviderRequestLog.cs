// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal;

/// <summary>One request as the scripted provider saw and answered it: the truth that recordings are compared with.</summary>
public sealed record ProviderRequestLog
{
    /// <summary>Position in order of arrival, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>When the request had been read.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the last byte was sent; null while in flight.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Request target exactly as in the request line, query included.</summary>
    public required string RawTarget { get; init; }

    /// <summary>Path of the target, without query.</summary>
    public required string Path { get; init; }

    /// <summary>Headers in order of arrival, with the spelling and values that came over the wire, credentials included.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>Request body as received, before content decoding; empty when bodies are not kept.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Length of the request body in bytes.</summary>
    public required long BodyLength { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of the request body as received.</summary>
    public required string BodySha256 { get; init; }

    /// <summary>Thread the request belongs to; null when it is no model request.</summary>
    public string? Thread { get; init; }

    /// <summary>Name of the conversation that answered; null when none did.</summary>
    public string? Conversation { get; init; }

    /// <summary>Reply of that conversation, from 0; null for the closing text after the last one.</summary>
    public int? Turn { get; init; }

    /// <summary>Which attempt at that reply this was, from 1.</summary>
    public int Attempt { get; init; }

    /// <summary>HTTP status of the answer; 0 while there is none.</summary>
    public int Status { get; init; }

    /// <summary>Id of the response object; null when there was none.</summary>
    public string? ResponseId { get; init; }

    /// <summary>Token counts of the response object as scripted, even if the connection was cut before they were sent.</summary>
    public ProviderUsage? Usage { get; init; }

    /// <summary>Body bytes handed to the connection.</summary>
    public long ResponseLength { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of those bytes; null while in flight.</summary>
    public string? ResponseSha256 { get; init; }

    /// <summary>How the answer ended.</summary>
    public RequestOutcome Outcome { get; init; }
}
