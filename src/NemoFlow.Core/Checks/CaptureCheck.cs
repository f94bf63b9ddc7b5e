// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Checks;

/// <summary>Tells what a run should have recorded and did not.</summary>
public static class CaptureCheck
{
    /// <summary>The events that begin and end a session: agents may run them in another way than all others.</summary>
    private static readonly string[] Frame = ["SessionStart", "SessionEnd", "Setup"];

    /// <summary>Looks at the sessions of a run.</summary>
    public static IReadOnlyList<Finding> Run(CaptureExpectation run)
    {
        ArgumentNullException.ThrowIfNull(run);
        List<Finding> findings = [];
        int hooks = run.Sessions.Sum(s => s.Counts.Hooks.Values.Sum());
        int requests = run.Sessions.Sum(s => s.Counts.ModelRequests);
        int tools = run.Sessions.Sum(s => s.Counts.ToolCalls);
        if (run.LostEvents > 0)
        {
            findings.Add(new Finding("events_lost", $"{run.LostEvents} events could not be written", run.LossReason ?? "unknown", "free disk space or check the permissions of the state folder"));
        }

        if (run.TrajectoryProblem is { } problem)
        {
            findings.Add(new Finding("no_trajectory", "a trajectory could not be written", problem.TrimEnd('.'),
                "choose a folder that you can write to (atif_dir under [session] in the configuration), and export the session"));
        }

        if (run.LostEvents > 0)
        {
            // What is missing beside that is missing for that reason.
            return findings;
        }

        if (hooks == 0 && requests == 0)
        {
            if (run.Hooks || run.Models)
            {
                findings.Add(new Finding("nothing_recorded", "neither a hook nor a model call arrived", "the agent ended before its first turn, or reads another configuration",
                    "run it with a prompt; with --dry-run --print you see what it is started with"));
            }

            return findings;
        }

        if (hooks == 0 && run.Hooks)
        {
            findings.Add(new Finding("no_hooks", "no hook fired", "hooks are switched off, not trusted, or forbidden by a managed configuration",
                run.HooksRemedy ?? "check [features] hooks and allow_managed_hooks_only in the agent's configuration"));
        }

        if (hooks > 0 && requests > 0 && run.Hooks && run.Sessions.All(s => s.Counts.Hooks.Keys.All(Frame.Contains)))
        {
            findings.Add(new Finding("few_hooks", "the session's start and end were told by hooks, but nothing in between", "posting hooks is forbidden by settings that could not be read beforehand",
                run.HooksRemedy ?? "check what the agent's configuration says about hooks"));
        }

        if (requests == 0 && run.Models && (tools > 0 || run.Sessions.Any(s => s.Turns.Count > 0)))
        {
            findings.Add(new Finding("no_model_calls", "turns and tools were seen, but no model call", "the agent's model provider does not point at the gateway",
                run.ModelsRemedy ?? "check model_provider and profiles in the agent's configuration"));
        }

        foreach (LlmCall call in run.Sessions.SelectMany(s => s.Turns).SelectMany(t => t.Items).OfType<LlmCall>())
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
