// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents;
using NemoFlow.Engine.Hooks;
using NemoFlow.Hooks;
using NemoFlow.Storage.Spool;

namespace NemoFlow.Engine;

/// <summary>Records the hooks that found no gateway when they fired.</summary>
public static class SpoolDrain
{
    /// <summary>Records all that is spooled now; gives their number. A file goes away once its event is in the journal.</summary>
    public static async Task<int> RunAsync(Recorder recorder)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        SpoolReader spool = new(recorder.Options.State.Root);
        int recorded = 0;
        foreach (SpooledHook hook in spool.Read())
        {
            if (AgentAdapters.Find(hook.Envelope.Agent) is not { } adapter)
            {
                // Left for a version that knows the agent.
                continue;
            }

            recorded += await RecordAsync(recorder, spool, adapter, hook).ConfigureAwait(false) ? 1 : 0;
        }

        spool.DeleteUnfinished(recorder.Time.GetUtcNow() - TimeSpan.FromMinutes(10));
        return recorded;
    }

    /// <summary>One event that cannot be read keeps back none of the others.</summary>
    private static async Task<bool> RecordAsync(Recorder recorder, SpoolReader spool, IAgentAdapter adapter, SpooledHook hook)
    {
        try
        {
            DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(hook.Envelope.TimeMs);
            HookOutcome outcome = await recorder.Hooks.TakeAsync(adapter, hook.Envelope.Headers, hook.Payload, hook.Envelope.DeliveryId, time).ConfigureAwait(false);
            if (outcome.Recorded || outcome.Skipped || outcome.Problem is not null)
            {
                SpoolReader.Delete(hook.Path);
            }

            return outcome.Recorded;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk, not the event: it stays for the next time.
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault of ours, or a payload that no adapter foresaw. The doctor names what was set aside.
            spool.SetAside(hook);
            return false;
        }
    }
}
