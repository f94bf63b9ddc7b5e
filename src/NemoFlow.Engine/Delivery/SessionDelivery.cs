// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Projection;
using NemoFlow.Exporters.Delivery;
using NemoFlow.Folding;
using NemoFlow.Storage.Delivery;
using NemoFlow.Text;

namespace NemoFlow.Engine.Delivery;

/// <summary>Delivers what of one session has not arrived yet, and keeps the account.</summary>
internal sealed class SessionDelivery(IDeliveryTarget target, string sessionsFolder, Interpreters interpreters, TimeProvider time)
{
    /// <summary>While another gateway delivers a session it is left alone.</summary>
    private static readonly TimeSpan LockedWait = TimeSpan.FromSeconds(1);

    private const int KeptLedgers = 64;

    private readonly Dictionary<string, DeliveryLedger> _ledgers = new(StringComparer.Ordinal);

    /// <summary>Delivers what is settled at <paramref name="now"/>; calls <paramref name="told"/> after every request.</summary>
    /// <exception cref="IOException">The journal or the account is out of reach.</exception>
    public async Task<DeliveryStep> RunAsync(WaitingSessions.Waiting waiting, DateTimeOffset now, Action<DeliveryResult, int> told, CancellationToken cancellation)
    {
        (Session? session, long bytes) = waiting.Session is { } held ? (held, waiting.Bytes) : Read(waiting.Id);
        if (session is null)
        {
            return DeliveryStep.Done;
        }

        IReadOnlyList<DeliveryUnit> all = target.UnitsOf(session);
        DeliveryLedger ledger = Ledger(session.Id);
        if (session.State == SessionState.Active && ledger.Count > 0 && all.All(u => ledger.Contains(u.Key)))
        {
            return DeliveryStep.Done;
        }

        using DeliveryLedger.Entry? entry = ledger.TryOpen();
        return entry is null ? DeliveryStep.At(time.GetUtcNow() + LockedWait) : await SendAsync(session, bytes, all, ledger, entry, now, told, cancellation).ConfigureAwait(false);
    }

    private async Task<DeliveryStep> SendAsync(
        Session session, long bytes, IReadOnlyList<DeliveryUnit> all, DeliveryLedger ledger, DeliveryLedger.Entry entry, DateTimeOffset now, Action<DeliveryResult, int> told, CancellationToken cancellation)
    {
        List<DeliveryUnit> missing = [.. all.Where(u => !ledger.Contains(u.Key))];
        List<DeliveryUnit> due = missing.FindAll(u => u.SettledAt <= now);
        int limit = int.MaxValue;
        while (due.Count > 0)
        {
            DeliveryResult result = await target.SendAsync(session, due, limit, cancellation).ConfigureAwait(false);
            int sent = Math.Clamp(result.Units, 1, due.Count);
            bool refused = result.Verdict == DeliveryVerdict.Refused;
            if (result.Verdict == DeliveryVerdict.Later)
            {
                told(result, 0);
                return DeliveryStep.Failed(result.RetryAfter);
            }

            if (refused && sent > 1)
            {
                // Something in it is refused: half of it may be accepted, and in the end only what is wrong is left out.
                limit = sent / 2;
                continue;
            }

            // Only now is it in the account: a kill before this line has the same parts sent once more, with the same ids.
            entry.Add([.. due.Take(sent).Select(u => u.Key)], refused, time.GetUtcNow());
            told(result with { Rejected = refused ? 1 : result.Rejected }, sent);
            due.RemoveRange(0, sent);
            limit = refused ? int.MaxValue : Math.Max(limit, (int)Math.Min(int.MaxValue, limit * 2L));
        }

        if (missing.Exists(u => u.SettledAt > now))
        {
            return DeliveryStep.At(missing.Where(u => u.SettledAt > now).Min(u => u.SettledAt));
        }

        entry.CaughtUp(bytes);
        return DeliveryStep.Done;
    }

    private (Session? Session, long Bytes) Read(string id)
    {
        using SessionProjection projection = new(sessionsFolder, id, interpreters);
        return (projection.Refresh(), projection.BytesRead);
    }

    private DeliveryLedger Ledger(string sessionId)
    {
        if (!_ledgers.TryGetValue(sessionId, out DeliveryLedger? ledger))
        {
            if (_ledgers.Count >= KeptLedgers)
            {
                _ledgers.Clear();
            }

            _ledgers.Add(sessionId, ledger = new DeliveryLedger(Path.Combine(sessionsFolder, SafeName.From(sessionId)), target.Name));
        }

        return ledger;
    }
}
