// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Engine.Install;
using NemoFlow.PowerShell.Completion;
using NemoFlow.PowerShell.Errors;
using NemoFlow.PowerShell.Services;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Takes NemoFlow's hooks out of an agent's configuration again, and nothing else.</summary>
[Cmdlet(VerbsLifecycle.Uninstall, "NemoFlowHook", SupportsShouldProcess = true)]
[OutputType(typeof(HookInstallation))]
public sealed class UninstallHookCommand : HookInstallationCommand
{
    /// <summary>The agents, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HookAgentCompleter))]
    public string[] Agent { get; set; } = [];

    /// <summary>Gives what would be changed, and changes nothing.</summary>
    [Parameter]
    public SwitchParameter DryRun { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string wanted in Agent)
        {
            List<string> found = AgentNames.InstallableLike(wanted);
            foreach (string agent in found)
            {
                try
                {
                    Uninstall(agent, explicitly: !WildcardPattern.ContainsWildcardCharacters(wanted));
                }
                catch (Exception e) when (e is not PipelineStoppedException)
                {
                    WriteProblem(e, agent);
                }
            }

            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(wanted))
            {
                WriteError(ErrorRecords.HooksNotInstallable(wanted, AgentNames.Installable));
            }
        }
    }

    private void Uninstall(string agent, bool explicitly)
    {
        InstallOptions options = OptionsFor(agent, Scope);
        if (Run(options with { DryRun = true }) is not { } plan)
        {
            return;
        }

        if (plan.Changes.Count == 0 && !explicitly)
        {
            WriteVerbose($"{agent} has no hooks of NemoFlow for {ScopeName(Scope)}.");
            return;
        }

        if (DryRun)
        {
            WriteObject(plan);
            return;
        }

        string what = $"Take NemoFlow's hooks out of {agent} for {ScopeName(Scope)}";
        if (ShouldChange(what, plan) && Run(options) is { } removed)
        {
            if (removed.ByHand > 0)
            {
                WriteWarning($"{removed.ByHand} hooks that somebody put in by hand are left alone: {string.Join(", ", removed.Paths)}");
            }

            WriteObject(removed);
        }
    }

    private HookInstallation? Run(InstallOptions options)
    {
        (HookInstallation? installation, string? problem) = Wait(() => HookInstallations.UninstallAsync(options, StopToken));
        if (installation is null)
        {
            WriteError(ErrorRecords.HooksNotChanged(options.Agent, CommandWords.Translate(problem!)));
            return null;
        }

        return InCmdlets(installation);
    }
}
