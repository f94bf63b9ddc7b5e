// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine;
using NemoFlow.Engine.Delivery;
using NemoFlow.Exporters;
using NemoFlow.Exporters.Delivery;

namespace NemoFlow.PowerShell.Services;

/// <summary>
/// Sends sessions to the targets of an exporter set. A target that is busy is tried a few times; after it has failed for good, each further
/// session is tried once, so that a long pipeline does not wait for a dead backend again and again.
/// </summary>
internal sealed class SessionSender : IDisposable
{
    /// <summary>Somebody waits: a backend that is down is told of within seconds.</summary>
    private const int Attempts = 3;

    private readonly List<(IDeliveryTarget Target, string Place)> _targets;
    private readonly HashSet<IDeliveryTarget> _failing = [];

    public SessionSender(ExporterSet exporters)
    {
        _targets = [.. exporters.Create(Recorder.Version, Environment.GetEnvironmentVariable, TimeProvider.System).Select(t => (t, t.Address))];
    }

    /// <summary>Where it sends to, without credentials.</summary>
    public string Places => string.Join(", ", _targets.Select(t => t.Place).Distinct());

    /// <summary>Sends a session everywhere.</summary>
    public async Task<IReadOnlyList<DeliveryReport>> SendAsync(Session session, CancellationToken cancellation)
    {
        List<DeliveryReport> reports = [];
        foreach ((IDeliveryTarget target, _) in _targets)
        {
            DirectOutcome outcome = await DirectDelivery.SendAsync(
                session, target, TimeProvider.System, cancellation, _failing.Contains(target) ? 1 : Attempts).ConfigureAwait(false);
            if (outcome.IsComplete)
            {
                _failing.Remove(target);
            }
            else
            {
                _failing.Add(target);
            }

            reports.Add(new DeliveryReport
            {
                SessionId = session.Id,
                Agent = session.Agent,
                Kind = outcome.Kind,
                Address = outcome.Address,
                Sent = outcome.Delivered,
                Rejected = outcome.Rejected,
                IsComplete = outcome.IsComplete,
                Problem = outcome.Problem,
            });
        }

        return reports;
    }

    public void Dispose()
    {
        foreach ((IDeliveryTarget target, _) in _targets)
        {
            target.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
