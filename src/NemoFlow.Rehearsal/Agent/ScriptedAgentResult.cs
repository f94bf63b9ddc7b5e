// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Agent;

/// <summary>What a scripted agent did.</summary>
/// <param name="SessionId">Id of the session in hooks and headers.</param>
/// <param name="HooksSent">Hook payloads delivered or handed over.</param>
/// <param name="HooksFailed">Hook posts that were refused or not answered with success; an agent goes on without them.</param>
/// <param name="ModelRequestsSent">Model requests, repeated ones included.</param>
/// <param name="ToolCalls">Tool calls played, those of subagents included.</param>
/// <param name="LastMessage">The last prompt's final answer; null when its turn failed.</param>
/// <param name="Error">Why the last prompt's turn failed; null when it did not.</param>
public sealed record ScriptedAgentResult(
    string SessionId,
    int HooksSent,
    int HooksFailed,
    int ModelRequestsSent,
    int ToolCalls,
    string? LastMessage,
    string? Error);
