// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents.Common;
using NemoFlow.Hooks;

namespace NemoFlow.Engine.Routing;

/// <summary>
/// Finds the session of a hook or a model request. What it decides is journalled, so that folding never has to decide again.
/// Thread-safe.
/// </summary>
public sealed class SessionRouter
{
    /// <summary>A session that was silent for longer does not adopt requests without ids.</summary>
    private static readonly TimeSpan ActiveFor = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ActiveSession> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChildSession> _children = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<IAgentAdapter> _adapters;
    private readonly Func<string, bool> _isRecorded;
    private readonly Func<string, (string SessionId, string SubagentId)?> _parentOf;
    private readonly string _anonymousSession;

    /// <summary>Starts without sessions.</summary>
    /// <param name="adapters">The agents.</param>
    /// <param name="isRecorded">True for sessions that have a journal from an earlier time.</param>
    /// <param name="gatewayId">Names the session of requests that belong to none.</param>
    /// <param name="parentOf">Knows the children of sessions from an earlier time; null where there are none.</param>
    public SessionRouter(
        IReadOnlyList<IAgentAdapter> adapters, Func<string, bool> isRecorded, string gatewayId, Func<string, (string SessionId, string SubagentId)?>? parentOf = null)
    {
        _adapters = adapters;
        _parentOf = parentOf ?? (_ => null);
        _isRecorded = isRecorded;
        // The plain name is taken once: a later gateway's anonymous traffic is another session.
        _anonymousSession = isRecorded("gateway-gateway") ? "gateway-" + gatewayId : "gateway-gateway";
    }

    /// <summary>Number of sessions that are not over.</summary>
    public int OpenSessions
    {
        get
        {
            lock (_lock)
            {
                return _sessions.Values.Count(s => !s.Ended);
            }
        }
    }

    /// <summary>True where a session waits for a tool: its agent will be back, however long nothing is heard of it.</summary>
    public bool ExpectsTools
    {
        get
        {
            lock (_lock)
            {
                return _sessions.Values.Any(s => !s.Ended && s.ExpectsTools);
            }
        }
    }

    /// <summary>Finds a hook's session; null where the hook ends a session that was never seen or is over, which is not worth recording.</summary>
    /// <param name="events">What the hook means, of which all is of one session.</param>
    /// <param name="time">When it came.</param>
    public SessionRoute? RouteHook(IReadOnlyList<AgentEvent> events, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(events);
        AgentEvent first = events[0];
        Recall(first.SessionId, first.Agent);
        lock (_lock)
        {
            if (first is { ChildSessionId: { } child } && child != first.SessionId)
            {
                _children[child] = new ChildSession(first.SessionId, first.SubagentId ?? child);
            }

            (string id, string? subagent) = Resolve(first.SessionId);
            id = Apart(id, first.Agent);
            bool ends = first.Kind == AgentEventKind.AgentEnded;
            bool known = _sessions.TryGetValue(id, out ActiveSession? active);
            if (ends && (known ? active!.Ended : !_isRecorded(id)))
            {
                return null;
            }

            bool isNew = !_sessions.ContainsKey(id);
            ActiveSession session = Touch(id, first.Agent, time);
            session.HookAgent ??= first.Agent;
            session.Ended = ends && subagent is null;
            foreach (AgentEvent hook in events)
            {
                session.Expect(hook, subagent is null);
            }

            return new SessionRoute(id, first.Agent, subagent, isNew);
        }
    }

    /// <summary>Finds a model request's session.</summary>
    public SessionRoute RouteRequest(string api, IReadOnlyDictionary<string, string> headers, JsonElement body, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(headers);
        RequestIdentity? identity = null;
        foreach (IAgentAdapter adapter in _adapters)
        {
            identity ??= adapter.Identify(headers, body);
        }

        string agent = identity?.Agent ?? AgentOf(api);
        string? named = NotEmpty(headers.GetValueOrDefault(HeaderNames.SessionId)) ?? NotEmpty(identity?.SessionId);
        if (named is not null)
        {
            Recall(named, identity?.Agent);
        }

        lock (_lock)
        {
            (string id, string? subagent) = named is not null ? Resolve(named) : (WithoutId(time), null);
            id = identity is null ? id : Apart(id, identity.Agent);
            bool isNew = !_sessions.ContainsKey(id);
            ActiveSession session = Touch(id, agent, time);
            session.Ended = false;
            return new SessionRoute(id, identity is null && session.Agent != AgentKinds.Gateway ? session.Agent : agent, subagent, isNew);
        }
    }

    /// <summary>An id of nothing but spaces names no session.</summary>
    private static string? NotEmpty(string? id) => string.IsNullOrWhiteSpace(id) ? null : id;

    /// <summary>Marks a session as over.</summary>
    public void End(string sessionId)
    {
        lock (_lock)
        {
            if (_sessions.TryGetValue(sessionId, out ActiveSession? session))
            {
                session.Ended = true;
            }
        }
    }

    /// <summary>Sessions that are not over, with the time of their latest event.</summary>
    public IReadOnlyList<(string SessionId, string Agent, DateTimeOffset LastSeen)> Open()
    {
        lock (_lock)
        {
            return [.. _sessions.Where(s => !s.Value.Ended).Select(s => (s.Key, s.Value.Agent, s.Value.LastSeen))];
        }
    }

    /// <summary>All sessions of this gateway that it still knows.</summary>
    public IReadOnlyList<(string SessionId, string Agent)> All()
    {
        lock (_lock)
        {
            return [.. _sessions.Select(s => (s.Key, s.Value.Agent))];
        }
    }

    /// <summary>Forgets sessions that ended or were silent since the given time.</summary>
    public void Forget(DateTimeOffset before)
    {
        lock (_lock)
        {
            foreach (string id in _sessions.Where(s => s.Value.LastSeen < before).Select(s => s.Key).ToList())
            {
                _sessions.Remove(id);
            }
        }
    }

    /// <summary>A session that nobody here has heard of may be the child of one that an earlier gateway recorded.</summary>
    private void Recall(string id, string? agent)
    {
        if (agent is not null && !_adapters.Any(a => a.Agent == agent && a.NamesChildrenBeforehand))
        {
            return;
        }

        lock (_lock)
        {
            if (_sessions.ContainsKey(id) || _children.ContainsKey(id))
            {
                return;
            }
        }

        // Looking it up takes a while: others go on meanwhile.
        if (!_isRecorded(id) && _parentOf(id) is { } parent)
        {
            lock (_lock)
            {
                _children.TryAdd(id, new ChildSession(parent.SessionId, parent.SubagentId));
            }
        }
    }

    /// <summary>Two agents may happen to give their sessions the same name: they stay two sessions.</summary>
    private string Apart(string id, string agent)
    {
        string? owner = _sessions.GetValueOrDefault(id)?.HookAgent;
        if (owner == agent)
        {
            return id;
        }

        string apart = $"{id}-{agent}";
        return owner is not null || _sessions.ContainsKey(apart) || _isRecorded(apart) ? apart : id;
    }

    private string WithoutId(DateTimeOffset time)
    {
        List<string> active = [.. _sessions.Where(s => !s.Value.Ended && time - s.Value.LastSeen <= ActiveFor).Select(s => s.Key)];
        List<string> expecting = active.FindAll(s => _sessions[s].ExpectsCalls);
        if (expecting.Count == 1)
        {
            return expecting[0];
        }

        return active.Count switch
        {
            0 => _anonymousSession,
            1 => active[0],
            _ when active.Contains(_anonymousSession) && active.Count == 2 => active.Find(a => a != _anonymousSession)!,
            _ => "gateway-isolated-" + Guid.CreateVersion7(time).ToString("N"),
        };
    }

    /// <summary>A child thread that uses its own id as session id belongs to its parent's session.</summary>
    private (string Id, string? Subagent) Resolve(string id)
    {
        string? subagent = null;
        for (int depth = 0; depth < 16 && _children.TryGetValue(id, out ChildSession child); depth++)
        {
            subagent ??= child.SubagentId;
            id = child.SessionId;
        }

        return (id, subagent);
    }

    private ActiveSession Touch(string id, string agent, DateTimeOffset time)
    {
        if (!_sessions.TryGetValue(id, out ActiveSession? session))
        {
            _sessions.Add(id, session = new ActiveSession(agent));
        }

        if (session.Agent == AgentKinds.Gateway)
        {
            session.Agent = agent;
        }

        session.LastSeen = time;
        return session;
    }

    private readonly record struct ChildSession(string SessionId, string SubagentId);

    private static string AgentOf(string api) => api switch
    {
        "openai.responses" => AgentKinds.Codex,
        "anthropic.messages" or "anthropic.count_tokens" => AgentKinds.ClaudeCode,
        _ => AgentKinds.Gateway,
    };
}
