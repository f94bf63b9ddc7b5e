// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Delivery;

/// <summary>A place that sessions are delivered to, part by part. Whoever delivers keeps account of what has arrived.</summary>
public interface IDeliveryTarget : IAsyncDisposable
{
    /// <summary>A name that is the same in every run with the same options: it names the account of what has arrived.</summary>
    string Name { get; }

    /// <summary>What it is: <c>otlp</c>, <c>atof</c>, <c>atif</c> …</summary>
    string Kind { get; }

    /// <summary>Where it is, without credentials.</summary>
    string Address { get; }

    /// <summary>The parts of a session that may go out, in the order in which they should.</summary>
    IReadOnlyList<DeliveryUnit> UnitsOf(Session session);

    /// <summary>Sends as many of the units as fit into one request, at most <paramref name="limit"/>, and tells how many that were.</summary>
    Task<DeliveryResult> SendAsync(Session session, IReadOnlyList<DeliveryUnit> units, int limit, CancellationToken cancellation);
}
