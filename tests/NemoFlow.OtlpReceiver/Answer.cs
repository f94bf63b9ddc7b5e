// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.OtlpReceiver;

/// <summary>What a backend answers.</summary>
/// <param name="Status">The HTTP status, or over gRPC the gRPC status.</param>
/// <param name="RetryAfter">The header of that name.</param>
/// <param name="Rejected">How many parts it says it threw away.</param>
/// <param name="Message">Its message.</param>
public sealed record Answer(int Status, string? RetryAfter = null, long Rejected = 0, string? Message = null)
{
    /// <summary>All is well over HTTP.</summary>
    public static Answer Ok { get; } = new(200);
}
