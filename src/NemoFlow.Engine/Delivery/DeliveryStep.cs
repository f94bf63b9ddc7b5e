// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Delivery;

/// <summary>What is left of a session after a go at it.</summary>
/// <param name="IsFailure">True where the target did not take it.</param>
/// <param name="RetryAfter">How long the target asks to be left alone.</param>
/// <param name="Again">When to come back to the session although nothing failed.</param>
internal sealed record DeliveryStep(bool IsFailure, TimeSpan? RetryAfter, DateTimeOffset? Again)
{
    public static DeliveryStep Done { get; } = new(false, null, null);

    public static DeliveryStep Failed(TimeSpan? retryAfter) => new(true, retryAfter, null);

    public static DeliveryStep At(DateTimeOffset time) => new(false, null, time);
}
