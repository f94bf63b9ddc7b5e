// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Folding;

/// <summary>Whose tool call a hook tells of, and why.</summary>
/// <param name="Thread">The owner.</param>
/// <param name="Source">The rule that decided.</param>
/// <param name="Score">Points of the call that a model asked for and that this is; null where none is.</param>
internal readonly record struct ToolOwner(AgentThread Thread, string Source, int? Score)
{
    public void NoteOn(ToolState tool)
    {
        tool.CorrelationSource ??= Source;
        tool.CorrelationScore ??= Score;
    }
}
