// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Engine.Install;
using NemoFlow.Gateway.Setup;
using NemoFlow.PowerShell.Completion;
using NemoFlow.PowerShell.Errors;
using NemoFlow.PowerShell.Services;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Checks agents, hooks, gateway, configuration and exporters, and says of each what is wrong and what to do.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NemoFlowSetup")]
[OutputType(typeof(SetupCheck), typeof(bool))]
public sealed class TestSetupCommand : NemoFlowCommand
{
    private readonly List<string> _agents = [];
    private bool _asked;
    private bool _failed;

    /// <summary>The agents to look at, with wildcards; all where none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HookAgentCompleter))]
    public string[]? Agent { get; set; }

    /// <summary>Runs the agent once, with the hooks that are installed, in a home of its own and against a scripted provider.</summary>
    [Parameter]
    public SwitchParameter Live { get; set; }

    /// <summary>Gives only whether nothing is wrong.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string wanted in Agent ?? [])
        {
            _asked = true;
            List<string> found = AgentNames.InstallableLike(wanted);
            _agents.AddRange(found.Except(_agents));
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(wanted))
            {
                _failed = true;
                WriteError(ErrorRecords.UnknownAgent(wanted, AgentNames.Installable));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Live && !_asked)
        {
            ThrowTerminatingError(ErrorRecords.LiveWithoutAgent());
        }

        if (_agents.Count > 0 || !_asked)
        {
            if (Live)
            {
                _agents.ForEach(Try);
            }
            else
            {
                Look();
            }
        }

        if (Quiet)
        {
            WriteObject(!_failed);
        }
    }

    private void Look()
    {
        try
        {
            WriteVerbose("Looking at agents, hooks, gateway, configuration and exporters; nothing is changed.");
            InstallOptions options = Options();
            string? only = _agents.Count == 1 ? _agents[0] : null;
            foreach (SetupCheck check in Wait(() => SetupProbe.JudgeAsync(options, only, StopToken)).Where(c => c.Agent is null || !_asked || _agents.Contains(c.Agent)))
            {
                Tell(check with { Message = CommandWords.Translate(check.Message), Remedy = CommandWords.Translate(check.Remedy) });
            }
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            _failed = true;
            WriteProblem(e, Agent);
        }
    }

    private void Try(string agent)
    {
        try
        {
            WriteVerbose($"Running {agent} once, in a home of its own and against a scripted provider: no account and no token is used.");
            WriteProgress(new ProgressRecord(3, "Trying " + agent, "It runs once against a scripted provider, which takes some seconds."));
            InstallOptions options = Options();
            foreach (SetupCheck check in Wait(() => Trial.RunAsync(agent, options, StopToken)))
            {
                Tell(check);
            }
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            _failed = true;
            WriteProblem(e, agent);
        }
        finally
        {
            WriteProgress(new ProgressRecord(3, "Trying " + agent, "done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void Tell(SetupCheck check)
    {
        _failed |= check.Status == SetupStatus.Failed;
        if (!Quiet)
        {
            WriteObject(check);
        }
    }

    private InstallOptions Options() => new()
    {
        Agent = AgentKinds.Codex,
        State = Stores.State,
        WorkingDirectory = CurrentFolder,
        Environment = Environment.GetEnvironmentVariable,
        Program = HookClientFinder.Program(Stores.State, CurrentFolder),
        NativeHook = HookClientFinder.Native(),
    };
}
