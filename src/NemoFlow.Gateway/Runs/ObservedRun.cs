// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Agents.Common;
using NemoFlow.Checks;
using NemoFlow.Configuration.Json;
using NemoFlow.Engine;
using NemoFlow.Engine.HookFiles;
using NemoFlow.Engine.Projection;
using NemoFlow.Engine.Running;
using NemoFlow.Exporters;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.Gateway.Runs;

/// <summary>Runs an agent behind a gateway of its own, and leaves nothing running afterwards.</summary>
public static class ObservedRun
{
    /// <summary>Longer than a hook client needs to start and to send.</summary>
    private static readonly TimeSpan NoticeQuiet = TimeSpan.FromSeconds(0.4);

    private static readonly TimeSpan NoticeLimit = TimeSpan.FromSeconds(2);

    /// <summary>Starts the gateway, then the agent; when the agent is gone, writes the last projections and stops the gateway.</summary>
    /// <exception cref="GatewayStartException">The gateway cannot listen.</exception>
    public static async Task<RunResult> RunAsync(RunOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        string runId = Guid.CreateVersion7(options.Time.GetUtcNow()).ToString("N");
        (string? missing, Version? version) = await AgentLaunch.InspectAsync(options).ConfigureAwait(false);
        if (missing is not null)
        {
            return new RunResult { ExitCode = 1, Problem = missing };
        }

        // Whether a plan is possible is known before anything is started; its arguments only once the gateway has a port.
        LaunchPlan plan = AgentLaunch.Plan(options, "http://127.0.0.1:0", version);
        if (plan.Problem is not null)
        {
            return new RunResult { ExitCode = 2, Problem = plan.Problem };
        }

        await DrainSpoolAsync(options).ConfigureAwait(false);
        Recorder recorder = new(new RecorderOptions
        {
            State = options.State,
            AtifFolder = options.AtifFolder,
            WorkingDirectory = options.WorkingDirectory,
            Content = options.Content,
            Prices = options.Prices,
            SessionMetadata = options.SessionMetadata,
            Time = options.Time,
            Exporters = options.Exporters,
            Environment = options.Environment,
            Run = new RunFacts(runId, options.Command[0], version?.ToString(), options.WorkingDirectory),
        });
        Dictionary<string, string> trajectories = new(StringComparer.Ordinal);
        recorder.Projections.Projected += (session, path) =>
        {
            if (path is not null)
            {
                trajectories[session.Id] = path;
            }
        };
        GatewayOptions gatewayOptions = options.Gateway with
        {
            OpenAIBaseUrl = plan.OpenAIUpstream ?? options.Gateway.OpenAIBaseUrl,
            AnthropicBaseUrl = plan.AnthropicUpstream ?? options.Gateway.AnthropicBaseUrl,
            PrefersAnthropic = options.Agent == AgentKinds.ClaudeCode,
        };
        GatewayServer gateway = await GatewayServer.StartAsync(gatewayOptions, recorder, stop).ConfigureAwait(false);
        int exitCode;
        string? leftover = null;
        await using (gateway.ConfigureAwait(false))
        {
            string url = gateway.Url.OriginalString.TrimEnd('/');
            plan = AgentLaunch.Plan(options, url, version, runId, gateway.Options.Token);
            using RunFiles files = RunFiles.Write(options.State, plan.PrivateFiles, options.Time.GetUtcNow());
            (plan, HookFileLease? lease) = await PrepareAsync(plan, options, runId).ConfigureAwait(false);
            options.Starting?.Invoke(plan);
            Dictionary<string, string> environment = AgentLaunch.Environment(options, plan, url, gateway.Options.Token!, runId);
            try
            {
                exitCode = await AgentProcess.RunAsync(Resolve(plan.Command, options), environment, options.WorkingDirectory, stop).ConfigureAwait(false);
            }
            catch (System.ComponentModel.Win32Exception e)
            {
                return new RunResult { ExitCode = 1, Problem = $"'{plan.Command[0]}' could not be started: {e.Message}" };
            }
            finally
            {
                leftover = lease is null ? null : await lease.ReleaseAsync().ConfigureAwait(false);
            }

            if (plan.NoticesTurns)
            {
                await AwaitNoticesAsync(gateway, options.Time).ConfigureAwait(false);
            }

            await EndSessionsAsync(recorder, exitCode).ConfigureAwait(false);
        }

        List<Session> sessions = Sessions(recorder);
        return new RunResult
        {
            RunId = runId,
            ExitCode = exitCode,
            Sessions = sessions,
            Trajectories = [.. trajectories.Values],
            Deliveries = recorder.Deliveries.Statuses,
            Findings =
            [
                .. CaptureCheck.Run(new CaptureExpectation
                {
                    Sessions = sessions,
                    Hooks = plan.CapturesHooks,
                    Models = plan.CapturesModels,
                    HooksRemedy = plan.HooksRemedy,
                    ModelsRemedy = plan.ModelsRemedy,
                    LostEvents = recorder.Pump.Counters.Lost,
                    LossReason = recorder.Pump.Counters.LastLoss?.TrimEnd('.'),
                    TrajectoryProblem = trajectories.Count < sessions.Count ? recorder.Projections.LastFailure : null,
                }),
                .. leftover is null ? (Finding[])[] : [new Finding("hooks_left", leftover, "somebody else wrote to it, or its folder is read-only", "look at the file, then start any nemo-flow command")],
            ],
        };
    }

    /// <summary>Puts hooks into the agent's file where it takes them no other way. The agent runs in any case: only less is recorded.</summary>
    private static async Task<(LaunchPlan Plan, HookFileLease? Lease)> PrepareAsync(LaunchPlan plan, RunOptions options, string runId)
    {
        if (plan.HookFile is null)
        {
            return (plan, null);
        }

        try
        {
            return (plan, await new HookFileStore(options.State, options.Time).AcquireAsync(plan.HookFile, runId).ConfigureAwait(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsoncException)
        {
            string note = $"hooks could not be added to {plan.HookFile.Path}, so nothing of this run is recorded: {e.Message}";
            return (plan with { CapturesHooks = false, Notes = [note] }, null);
        }
    }

    /// <summary>Hooks that found no gateway belong to other sessions: a recorder of their own takes them, so that they are no part of this run.</summary>
    private static async Task DrainSpoolAsync(RunOptions options)
    {
        if (!Directory.Exists(options.State.Spool) || !Directory.EnumerateFiles(options.State.Spool, "*.hook").Any())
        {
            return;
        }

        Recorder recorder = new(new RecorderOptions
        {
            State = options.State,
            AtifFolder = options.AtifFolder,
            WorkingDirectory = options.WorkingDirectory,
            Content = options.Content,
            Prices = options.Prices,
            Time = options.Time,

            // What is to be sent, the run's own recorder finds in the journals.
            Exporters = new ExporterSet { AtifFile = options.Exporters.AtifFile },
        });
        await using (recorder.ConfigureAwait(false))
        {
            await SpoolDrain.RunAsync(recorder).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The agent started the last notice and ended. Nobody can tell whether one is still on its way: it is over when nothing has come for a
    /// while. One that comes later waits on disk for the next gateway.
    /// </summary>
    private static async Task AwaitNoticesAsync(GatewayServer gateway, TimeProvider time)
    {
        long ended = time.GetTimestamp();
        while (time.GetElapsedTime(ended) is TimeSpan elapsed && elapsed < NoticeLimit && (elapsed < NoticeQuiet || gateway.Activity.Idle < NoticeQuiet))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25), time).ConfigureAwait(false);
        }
    }

    private static List<string> Resolve(IReadOnlyList<string> command, RunOptions options)
    {
        string executable = ExecutableFinder.Find(command[0], options.Environment, options.WorkingDirectory) ?? command[0];
        return [.. OperatingSystem.IsWindows() ? WindowsShim.Unwrap(executable) : [executable], .. command.Skip(1)];
    }

    private static async Task EndSessionsAsync(Recorder recorder, int exitCode)
    {
        await recorder.Captures.DrainAsync(TimeSpan.FromSeconds(5), recorder.Time).ConfigureAwait(false);
        byte[] data = Encoding.UTF8.GetBytes($"{{\"exit_code\":{exitCode}}}");
        foreach ((string session, string agent) in recorder.Router.All())
        {
            await recorder.RecordAsync(session, agent, EventKinds.RunEnd, data).ConfigureAwait(false);
            recorder.Router.End(session);
        }
    }

    private static List<Session> Sessions(Recorder recorder)
    {
        List<Session> sessions = [];
        foreach ((string id, _) in recorder.Router.All())
        {
            using SessionProjection projection = new(recorder.Options.State.Sessions, id, recorder.Reading);
            if (projection.Refresh() is { } session)
            {
                sessions.Add(session);
            }
        }

        return sessions;
    }
}
