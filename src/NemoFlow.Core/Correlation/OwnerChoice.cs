// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Correlation;

/// <summary>Whose model call it is, and why.</summary>
/// <param name="SubagentId">The subagent; null for the root agent.</param>
/// <param name="Source">The rule that decided: <c>agent_id</c>, <c>explicit</c>, <c>api_hook</c>, <c>tool_result</c>, <c>single_hint</c>, <c>matched_hint</c>, <c>ambiguous_fallback</c>, <c>sticky_last_owner</c>, <c>active_subagent</c>, <c>agent_fallback</c>.</param>
/// <param name="Score">Points of the chosen hint; null where no hints were weighed.</param>
internal sealed record OwnerChoice(string? SubagentId, string Source, int? Score = null);
