// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Capture;

/// <summary>How a model call ended, and a copy of what came back.</summary>
public sealed record CallEnd
{
    /// <summary>The HTTP status; null where no answer arrived.</summary>
    public int? Status { get; init; }

    /// <summary><c>completed</c>, <c>client_cancelled</c>, <c>upstream_dropped</c>, <c>upstream_unreachable</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>What went wrong, in one line.</summary>
    public string? Error { get; init; }

    /// <summary>The response's headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body, as far as it was copied.</summary>
    public CapturedBody Body { get; init; } = CapturedBody.Empty;

    /// <summary>Time from the request to the first byte of the body.</summary>
    public TimeSpan? FirstByte { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset Time { get; init; }
}
