// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Atif;

/// <summary>A tool call of a step, with the subagents that it launched.</summary>
internal sealed record AtifToolCall(string Id, string Name, ToolCall? Call, IReadOnlyList<Subagent> Subagents);
