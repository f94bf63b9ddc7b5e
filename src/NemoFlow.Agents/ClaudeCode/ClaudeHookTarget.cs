// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.ClaudeCode;

/// <summary>Where Claude Code is to bring its hooks.</summary>
/// <param name="Command">The command line of the hook client, with the agent's name; used where hooks cannot be posted.</param>
/// <param name="Url">Where hooks are posted; null has the command for every event.</param>
internal sealed record ClaudeHookTarget(string Command, string? Url = null)
{
    /// <summary>Headers of posted hooks; a value may name a variable as <c>$NAME</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The variables that headers name.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];
}
