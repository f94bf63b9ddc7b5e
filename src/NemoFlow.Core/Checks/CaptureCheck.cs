// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Checks;

/// <summary>Tells what a run should have recorded and did not.</summary>
public static class CaptureCheck
{
    /// <summary>Looks at the sessions of a run.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="expectHooks">False where the run was known to bring no hooks.</param>
    /// <param name="expectModels">False where model traffic was known to go elsewhere.</param>
    /// <param name="lostEvents">Events that could not be written.</param>
    /// <param name="lossReason">Why.</param>
    public static IReadOnlyList<Finding> Run(IReadOnlyList<Session> sessions, bool expectHooks, bool expectModels, long lostEvents, string? lossReason)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        List<Finding> findings = [];
        int hooks = sessions.Sum(s => s.Counts.Hooks.Values.Sum());
        int requests = sessions.Sum(s => s.Counts.ModelRequests);
        int tools = sessions.Sum(s => s.Counts.ToolCalls);
        if (lostEvents > 0)
        {
            findings.Add(new Finding("events_lost", $"{lostEvents} events could not be written", lossReason ?? "unknown", "free disk space or check the permissions of the state folder"));
        }

        if (hooks == 0 && requests == 0)
        {
            if (expectHooks || expectModels)
            {
                findings.Add(new Finding("nothing_recorded", "neither a hook nor a model call arrived", "the agent ended before its first turn, or reads another configuration",
                    "run it with a prompt; with --dry-run --print you see what it is started with"));
            }

            return findings;
        }

        if (hooks == 0 && expectHooks)
        {
            findings.Add(new Finding("no_hooks", "no hook fired", "hooks are switched off, not trusted, or forbidden by a managed configuration",
                "check [features] hooks and allow_managed_hooks_only in the agent's configuration"));
        }

        if (requests == 0 && expectModels && (tools > 0 || sessions.Any(s => s.Turns.Count > 0)))
        {
            findings.Add(new Finding("no_model_calls", "turns and tools were seen, but no model call", "the agent's model provider does not point at the gateway",
                "check model_provider and profiles in the agent's configuration"));
        }

        foreach (LlmCall call in sessions.SelectMany(s => s.Turns).SelectMany(t => t.Items).OfType<LlmCall>())
        {
            if (call.Flags.Contains("undecoded_zstd"))
            {
                findings.Add(new Finding("undecoded_requests", "model requests are compressed with zstd and could not be read", "the agent compresses request bodies",
                    "set features.enable_request_compression=false"));
                break;
            }
        }

        return findings;
    }
}
