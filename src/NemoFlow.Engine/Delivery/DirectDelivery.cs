// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Delivery;

namespace NemoFlow.Engine.Delivery;

/// <summary>Sends a session at once because somebody asks for it. The account of what the exporters delivered is neither asked nor changed.</summary>
public static class DirectDelivery
{
    /// <summary>How often a target that is busy is tried, unless the caller says otherwise.</summary>
    public const int UsualAttempts = 4;

    /// <summary>Sends what is over of a session; a target that is busy is tried a few times.</summary>
    public static async Task<DirectOutcome> SendAsync(Session session, IDeliveryTarget target, TimeProvider time, CancellationToken cancellation, int attempts = UsualAttempts)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(time);
        List<DeliveryUnit> units = [.. target.UnitsOf(session)];
        Backoff backoff = new(() => 0.5);
        long delivered = 0;
        long rejected = 0;
        string? problem = null;
        while (units.Count > 0)
        {
            DeliveryResult result = await target.SendAsync(session, units, int.MaxValue, cancellation).ConfigureAwait(false);
            problem = result.Problem ?? problem;
            if (result.Verdict == DeliveryVerdict.Delivered)
            {
                delivered += result.Units - result.Rejected;
                rejected += result.Rejected;
                units.RemoveRange(0, Math.Clamp(result.Units, 1, units.Count));
                backoff.Reset();
            }
            else if (result.Verdict == DeliveryVerdict.Refused || backoff.Failures + 1 >= attempts || result.RetryAfter > TimeSpan.FromSeconds(10))
            {
                return new DirectOutcome(target.Kind, target.Address, delivered, false, problem, rejected);
            }
            else
            {
                await Task.Delay(backoff.Next(result.RetryAfter), time, cancellation).ConfigureAwait(false);
            }
        }

        return new DirectOutcome(target.Kind, target.Address, delivered, true, problem, rejected);
    }
}
