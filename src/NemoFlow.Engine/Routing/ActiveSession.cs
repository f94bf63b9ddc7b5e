// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;

namespace NemoFlow.Engine.Routing;

internal sealed class ActiveSession(string agent)
{
    private HashSet<string>? _announced;

    public string Agent { get; set; } = agent;

    /// <summary>The agent whose hooks named the session; null where only requests did, which do not always say whose they are.</summary>
    public string? HookAgent { get; set; }

    public DateTimeOffset LastSeen { get; set; }

    public bool Ended { get; set; }

    /// <summary>Takes note of the model calls that the agent announces one by one: their requests carry no ids.</summary>
    public void Expect(AgentEvent hook)
    {
        switch (hook)
        {
            case { Kind: AgentEventKind.LlmStarted, ModelCall: { } call }:
                (_announced ??= new(StringComparer.Ordinal)).Add(call.Id);
                break;
            case { Kind: AgentEventKind.LlmEnded, ModelCall: { } call }:
                _announced?.Remove(call.Id);
                break;
            case { Kind: AgentEventKind.TurnEnded or AgentEventKind.AgentEnded }:
                _announced = null;
                break;
            default:
                break;
        }
    }

    /// <summary>True where a call is announced and not told to be over.</summary>
    public bool ExpectsCalls => _announced is { Count: > 0 };
}
