// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine;

/// <summary>Tells sessions that nothing happened for a while: time enters the journal as an event like any other.</summary>
internal sealed class IdleSweeper : IAsyncDisposable
{
    private readonly Recorder _recorder;
    private readonly TimeSpan _idleAfter;
    private readonly ITimer _timer;
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    public IdleSweeper(Recorder recorder, TimeSpan idleAfter)
    {
        _recorder = recorder;
        _idleAfter = idleAfter;
        TimeSpan period = idleAfter / 4;
        _timer = recorder.Time.CreateTimer(_ => _ = SweepAsync(), null, period, period);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private async Task SweepAsync()
    {
        DateTimeOffset now = _recorder.Time.GetUtcNow();
        foreach ((string session, string agent, DateTimeOffset lastSeen) in _recorder.Router.Open())
        {
            if (now - lastSeen < _idleAfter)
            {
                _told.Remove(session);
            }
            else if (_told.Add(session))
            {
                await _recorder.RecordAsync(session, agent, EventKinds.Idle, default).ConfigureAwait(false);
            }
        }

        _recorder.Router.Forget(now - TimeSpan.FromHours(24));
    }
}
