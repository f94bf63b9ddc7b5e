// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Spans;

/// <summary>
/// A session as a tree of spans, parents first. A turn is the agent's run; model calls and tool calls stand side by side below it; code
/// that calls tools has those below it; a subagent's turns stand below the tool call that launched it.
/// </summary>
public sealed class SpanTree
{
    /// <summary>A call whose end was never told may just be on its way: its bytes are copied behind the agent's back.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(2);

    private readonly List<SpanNode> _nodes = [];
    private readonly Dictionary<UInt128, int> _repeats = [];
    private readonly Session _session;
    private readonly TraceScope _scope;

    private SpanTree(Session session, TraceScope scope)
    {
        _session = session;
        _scope = scope;
    }

    /// <summary>The nodes of a session.</summary>
    public static IReadOnlyList<SpanNode> Of(Session session, TraceScope scope = TraceScope.Turn)
    {
        ArgumentNullException.ThrowIfNull(session);
        SpanTree tree = new(session, scope);
        tree.AddRoot();
        return tree._nodes;
    }

    private void AddRoot()
    {
        SpanNode? root = null;
        if (_scope == TraceScope.Session)
        {
            bool ended = _session.State != SessionState.Active;
            root = new SpanNode
            {
                Kind = SpanNodeKind.Session,
                Session = _session,
                TraceId = StableId.Of("trace", _session.Id),
                Id = StableId.Of("session", _session.Id),
                Start = _session.StartedAt,
                End = ended ? _session.EndedAt ?? _session.LastEventAt : null,
                Status = ended ? CallStatus.Completed : CallStatus.Open,
                SettledAt = ended ? _session.EndedAt ?? _session.LastEventAt : null,
                IsPlaced = true,
            };
            _nodes.Add(root);
        }

        foreach (Turn turn in _session.Turns)
        {
            AddTurn(turn, null, root, root?.TraceId ?? StableId.Of("trace", _session.Id, turn.Id), isPlaced: true);
        }
    }

    private void AddTurn(Turn turn, Subagent? agent, SpanNode? parent, UInt128 trace, bool isPlaced)
    {
        bool closed = turn.Status != CallStatus.Open && turn.EndedAt is not null;
        isPlaced &= closed || HasOwnId(turn);
        bool unfinished = turn.Items.Any(i => i is LlmCall { Status: CallStatus.Abandoned } or ToolCall { Status: CallStatus.Abandoned });
        SpanNode node = new()
        {
            Kind = SpanNodeKind.Turn,
            Session = _session,
            Turn = turn,
            Agent = agent,
            Parent = parent,
            TraceId = trace,
            Id = NewId("turn", agent?.Id ?? "", turn.Id),
            Start = turn.StartedAt,
            End = turn.EndedAt,
            Status = turn.Status,
            SettledAt = closed && isPlaced ? turn.EndedAt + (unfinished ? Lateness : TimeSpan.Zero) : null,
            IsPlaced = isPlaced,
        };
        _nodes.Add(node);
        AddItems(node, turn, closed);
    }

    private void AddItems(SpanNode turnNode, Turn turn, bool closed)
    {
        DateTimeOffset lastStart = DateTimeOffset.MinValue;
        DateTimeOffset lastCallStart = DateTimeOffset.MinValue;
        foreach (TurnItem item in turn.Items)
        {
            lastStart = item.StartedAt > lastStart ? item.StartedAt : lastStart;
            lastCallStart = item is LlmCall && item.StartedAt > lastCallStart ? item.StartedAt : lastCallStart;
        }

        Dictionary<string, SpanNode> tools = new(StringComparer.Ordinal);
        foreach (TurnItem item in turn.Items)
        {
            switch (item)
            {
                case LlmCall call:
                    Add(turnNode, call, call.Status, "llm", closed || lastStart > call.EndedAt, turnNode);
                    break;
                case ToolCall tool:
                    // What the model is told of the result comes with its next request.
                    SpanNode parent = tool.ParentToolCallId is { } script && tools.TryGetValue(script, out SpanNode? running) ? running : turnNode;
                    tools[tool.Id] = Add(turnNode, tool, tool.Status, "tool", closed || lastCallStart > tool.EndedAt, parent);
                    break;
                default:
                    break;
            }
        }

        foreach (Subagent agent in turn.Items.OfType<Subagent>())
        {
            SpanNode? launch = agent.LaunchedByToolCallId is { } id ? tools.GetValueOrDefault(id) : null;
            foreach (Turn turnOfAgent in agent.Turns)
            {
                AddTurn(turnOfAgent, agent, launch ?? turnNode, turnNode.TraceId, turnNode.IsPlaced && (closed || launch is not null));
            }
        }
    }

    private SpanNode Add(SpanNode turn, TurnItem item, CallStatus status, string kind, bool settled, SpanNode parent)
    {
        bool over = status != CallStatus.Open && item.EndedAt is not null;
        SpanNode node = new()
        {
            Kind = item is LlmCall ? SpanNodeKind.LlmCall : SpanNodeKind.ToolCall,
            Session = _session,
            Turn = turn.Turn,
            Call = item as LlmCall,
            Tool = item as ToolCall,
            Agent = turn.Agent,
            Parent = parent,
            TraceId = turn.TraceId,
            Id = NewId(kind, turn.Agent?.Id ?? "", turn.Turn!.Id, item.Id),
            Start = item.StartedAt,
            End = item.EndedAt,
            Status = status,
            SettledAt = over && settled && turn.IsPlaced ? item.EndedAt + (status == CallStatus.Abandoned ? Lateness : TimeSpan.Zero) : null,
            IsPlaced = turn.IsPlaced,
        };
        _nodes.Add(node);
        return node;
    }

    /// <summary>An open turn that traffic opened takes the agent's own id as soon as a hook tells it, and with it another trace.</summary>
    private static bool HasOwnId(Turn turn) => turn.Source == "user_prompt" || !turn.Id.EndsWith(string.Create(null, $"turn-{turn.Index}"), StringComparison.Ordinal);

    private UInt128 NewId(params ReadOnlySpan<string> parts)
    {
        UInt128 id = StableId.Of([_session.Id, .. parts]);
        int repeat = _repeats.TryGetValue(id, out int seen) ? seen + 1 : 0;
        _repeats[id] = repeat;
        return repeat == 0 ? id : StableId.Of([_session.Id, .. parts, repeat.ToString(null, null)]);
    }
}
