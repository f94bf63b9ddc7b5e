// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;

namespace NemoFlow.Folding;

public sealed partial class SessionFold
{
    /// <summary>What a request is for that shortens the context.</summary>
    private const string CompactionPurpose = "compaction";

    private void BeginCompaction(AgentEvent hook, SessionEvent e)
    {
        AgentThread thread = ThreadOf(hook, e.Time);
        AddMark(thread, new MarkState(EventId(e), hook.RawName, e.Time, hook.Payload));
        if (_interpreters.Adapter(hook.Agent)?.TellsEndOfCompaction == true)
        {
            thread.IsCompacting = true;
            thread.CompactionTurnId = hook.TurnId;
        }
    }

    /// <summary>A compaction that the user asked for is a turn of its own, and over with it; within a turn the turn goes on.</summary>
    private void EndCompaction(AgentEvent hook, SessionEvent e)
    {
        AgentThread thread = ThreadOf(hook, e.Time);
        thread.IsCompacting = false;
        AddMark(thread, new MarkState(EventId(e), hook.RawName, e.Time, hook.Payload));
        if (thread.OpenTurn is { PromptFromHook: false } turn && turn.Items.OfType<LlmCallState>().All(c => c.Purpose == CompactionPurpose))
        {
            CloseTurn(thread, e.Time, CallStatus.Completed, CompactionPurpose);
        }
    }
}
