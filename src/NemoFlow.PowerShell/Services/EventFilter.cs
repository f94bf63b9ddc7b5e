// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;

namespace NemoFlow.PowerShell.Services;

/// <summary>Which events a user asked for; null asks for all.</summary>
/// <param name="Kinds">Kinds, with wildcards.</param>
/// <param name="Sources">Who saw them.</param>
/// <param name="Agents">Agents, with wildcards.</param>
/// <param name="After">Not before this.</param>
internal sealed record EventFilter(string[]? Kinds, EventSource[]? Sources, string[]? Agents, DateTime? After)
{
    public bool Matches(SessionEvent e) =>
        Any(Kinds, e.Kind) && Any(Agents, e.Agent) && (Sources is null || Sources.Contains(e.Source)) && (After is null || e.Time >= After.Value.ToUniversalTime());

    private static bool Any(string[]? patterns, string value) =>
        patterns is null || Array.Exists(patterns, p => WildcardPattern.Get(p, WildcardOptions.IgnoreCase).IsMatch(value));
}
