// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Engine.Install;
using NemoFlow.PowerShell.Completion;
using NemoFlow.PowerShell.Errors;
using NemoFlow.PowerShell.Services;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Gets how NemoFlow's hooks stand in the configurations of agents.</summary>
[Cmdlet(VerbsCommon.Get, "NemoFlowHook")]
[OutputType(typeof(HookInstallation))]
public sealed class GetHookCommand : HookInstallationCommand
{
    /// <summary>Agents, with wildcards; all where none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HookAgentCompleter))]
    public string[]? Agent { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string wanted in Agent ?? ["*"])
        {
            List<string> found = AgentNames.InstallableLike(wanted);
            found.ForEach(Get);
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(wanted))
            {
                WriteError(ErrorRecords.HooksNotInstallable(wanted, AgentNames.Installable));
            }
        }
    }

    private void Get(string agent)
    {
        try
        {
            if (MyInvocation.BoundParameters.ContainsKey(nameof(Scope)))
            {
                WriteObject(Read(agent, Scope));
                return;
            }

            WriteObject(Read(agent, HookScope.User));
            if (Read(agent, HookScope.Project) is { IsInstalled: true } project)
            {
                WriteObject(project);
            }
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            WriteProblem(e, agent);
        }
    }

    private HookInstallation Read(string agent, HookScope scope)
    {
        WriteVerbose($"Looking at the hooks of {agent} for {ScopeName(scope)}.");
        InstallOptions options = OptionsFor(agent, scope);
        return InCmdlets(Wait(() => HookInstallations.ReadAsync(options, StopToken)));
    }
}
