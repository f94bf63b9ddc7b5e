// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;

namespace NemoFlow.Engine.Routing;

internal sealed class ActiveSession(string agent)
{
    private HashSet<string>? _announced;
    private HashSet<string>? _tools;

    public string Agent { get; set; } = agent;

    /// <summary>The agent whose hooks named the session; null where only requests did, which do not always say whose they are.</summary>
    public string? HookAgent { get; set; }

    public DateTimeOffset LastSeen { get; set; }

    public bool Ended { get; set; }

    /// <summary>Takes note of what the agent announces one by one: model calls, whose requests carry no ids, and tool calls.</summary>
    /// <param name="hook">The hook.</param>
    /// <param name="isRoot">False where a subagent fired it, whose turns leave open what the agent itself is doing.</param>
    public void Expect(AgentEvent hook, bool isRoot)
    {
        switch (hook)
        {
            case { Kind: AgentEventKind.ToolStarted, ToolCallId: { } id }:
                (_tools ??= new(StringComparer.Ordinal)).Add(hook.ToolCallIdMinted ? hook.ToolName ?? "" : id);
                break;
            case { Kind: AgentEventKind.ToolEnded, ToolCallId: { } id }:
                _tools?.Remove(hook.ToolCallIdMinted ? hook.ToolName ?? "" : id);
                break;
            case { Kind: AgentEventKind.LlmStarted, ModelCall: { } call }:
                (_announced ??= new(StringComparer.Ordinal)).Add(call.Id);
                break;
            case { Kind: AgentEventKind.LlmEnded, ModelCall: { } call }:
                _announced?.Remove(call.Id);
                break;
            case { Kind: AgentEventKind.TurnEnded or AgentEventKind.Interrupted or AgentEventKind.AgentEnded } when isRoot:
                _tools = null;
                _announced = null;
                break;
            default:
                break;
        }
    }

    /// <summary>True where a call is announced and not told to be over.</summary>
    public bool ExpectsCalls => _announced is { Count: > 0 };

    /// <summary>True where a tool was started and nothing tells that it is over: it may take hours, or wait for the user's leave.</summary>
    public bool ExpectsTools => _tools is { Count: > 0 };
}
