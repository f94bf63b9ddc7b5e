// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Gateways;
using NemoFlow.Text;

namespace NemoFlow.Engine.Sessions;

/// <summary>
/// Tells sessions that may go on from those whose gateway was killed. The journal cannot know: whoever is killed writes nothing. So this
/// is looked up when a session is shown, and never recorded.
/// </summary>
public sealed class SessionLiveness
{
    private readonly StateFolder _state;
    private readonly Lazy<IReadOnlyList<string>> _present;

    /// <summary>Looks who is there when the first session is asked for that may go on.</summary>
    public SessionLiveness(StateFolder state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _state = state;
        _present = new Lazy<IReadOnlyList<string>>(() => [.. GatewayPresence.ReadAll(state), .. RegisteredGateway.ReadAll(state).Select(g => g.Id)]);
    }

    /// <summary>The session; one that nothing ended and that nobody records any more is interrupted.</summary>
    public Session Apply(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.State == SessionState.Active && !IsRecorded(session.Id) ? session with { State = SessionState.Interrupted } : session;
    }

    private bool IsRecorded(string sessionId)
    {
        string folder = Path.Combine(_state.Sessions, SafeName.From(sessionId));
        return _present.Value.Any(gateway => File.Exists(Path.Combine(folder, gateway + ".jsonl")));
    }
}
