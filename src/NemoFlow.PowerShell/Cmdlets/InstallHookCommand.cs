// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Agents.Install;
using NemoFlow.Checks;
using NemoFlow.Engine.Install;
using NemoFlow.PowerShell.Completion;
using NemoFlow.PowerShell.Errors;
using NemoFlow.PowerShell.Services;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Puts NemoFlow's hooks into an agent's configuration, so that its sessions are recorded without a wrapper.</summary>
[Cmdlet(VerbsLifecycle.Install, "NemoFlowHook", SupportsShouldProcess = true)]
[OutputType(typeof(HookInstallation))]
public sealed class InstallHookCommand : HookInstallationCommand
{
    /// <summary>Not in its own type: that would need the types of the pipeline before the module can say where to find them.</summary>
    private object? _routing;

    /// <summary>The agents.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HookAgentCompleter))]
    public string[] Agent { get; set; } = [];

    /// <summary>What becomes of model traffic; without it an earlier choice stays.</summary>
    [Parameter]
    [Alias("Provider")]
    public HookRouting? Routing
    {
        get => (HookRouting?)_routing;
        set => _routing = value;
    }

    /// <summary>Trusts NemoFlow's own hooks on the user's behalf, where the agent asks for a review; false leaves them to it. Without it the user is asked.</summary>
    [Parameter]
    [Alias("Trust")]
    public SwitchParameter TrustHook { get; set; }

    /// <summary>The gateway to route model traffic to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? GatewayUrl { get; set; }

    /// <summary>Registers commands even where the agent could post hooks itself.</summary>
    [Parameter]
    [Alias("CommandHooks")]
    public SwitchParameter CommandHook { get; set; }

    /// <summary>Records turns by the agent's own notice at their end instead of hooks (Codex).</summary>
    [Parameter]
    public SwitchParameter Notify { get; set; }

    /// <summary>Which program of the agent is meant; all read the same configuration.</summary>
    [Parameter]
    [ValidateSet("cli", "gui", "both")]
    public string Target { get; set; } = "both";

    /// <summary>Gives what would be changed, and changes nothing.</summary>
    [Parameter]
    public SwitchParameter DryRun { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string wanted in Agent)
        {
            try
            {
                if (AgentNames.Find(wanted) is { } agent && AgentNames.Installable.Contains(agent))
                {
                    Install(agent);
                }
                else
                {
                    WriteError(ErrorRecords.HooksNotInstallable(wanted, AgentNames.Installable));
                }
            }
            catch (Exception e) when (e is not PipelineStoppedException)
            {
                WriteProblem(e, wanted);
            }
        }
    }

    private void Install(string agent)
    {
        InstallOptions options = OptionsFor(agent, Scope) with
        {
            Routing = Routing switch { HookRouting.Alias => ProviderRouting.Alias, HookRouting.BuiltIn => ProviderRouting.BuiltIn, HookRouting.None => ProviderRouting.None, _ => null },
            TrustHooks = TrustHook,
            CommandsOnly = CommandHook,
            Notify = Notify ? true : null,
        };
        options = GatewayUrl is null ? options : options with { GatewayUrl = GatewayUrl.TrimEnd('/') };
        if (AgentChoices.Unknown(options) is { } choice)
        {
            WriteError(ErrorRecords.ChoiceNotOfAgent(agent, CommandWords.Translate(choice.Option), choice.KnownBy));
            return;
        }

        if (Run(options with { DryRun = true }) is not { } plan)
        {
            return;
        }

        if (DryRun)
        {
            WriteObject(plan);
            return;
        }

        string what = $"Install NemoFlow's hooks into {agent} for {ScopeName(Scope)}";
        if (ShouldChange(what, plan))
        {
            HookClientFinder.EnsureProgram(options.State, options.WorkingDirectory);
            if (Run(options) is { } installed)
            {
                Tell(installed.IsTrusted == false && ShouldTrust(installed) ? Trusted(options, installed) : installed);
            }
        }
    }

    /// <summary>Asks whether the agent may run the hooks, where that was left open and somebody is there to answer. Silence is a no.</summary>
    private bool ShouldTrust(HookInstallation installed)
    {
        bool isDecided = MyInvocation.BoundParameters.ContainsKey(nameof(TrustHook))
            || (MyInvocation.BoundParameters.TryGetValue("Confirm", out object? confirm) && confirm is SwitchParameter { IsPresent: false });
        return !isDecided && Question.Ask(
            Host,
            "Trust NemoFlow's hooks",
            $"Codex skips hooks that nobody reviewed. NemoFlow's ({installed.Trust}) all run: {installed.HookClient}{Environment.NewLine}Trust them now? Only these; Uninstall-NemoFlowHook {installed.Agent} takes that back.",
            ("&Yes", "Codex runs NemoFlow's hooks from its next session on. Those of others keep their own trust."),
            ("&No", "Codex asks you about them when you start it the next time."));
    }

    /// <summary>Trusts what has just been installed; the changes of both steps are told.</summary>
    private HookInstallation Trusted(InstallOptions options, HookInstallation installed) => Run(options with { TrustHooks = true }) is { } trusted
        ? trusted with
        {
            Changes = installed.Changes.Concat(trusted.Changes).ToArray(),
            Notes = installed.Notes.Union(trusted.Notes).ToArray(),
            Originals = trusted.Originals ?? installed.Originals,
        }
        : installed;

    private HookInstallation? Run(InstallOptions options)
    {
        (HookInstallation? installation, string? problem) = Wait(() => HookInstallations.InstallAsync(options, StopToken));
        if (installation is null)
        {
            WriteError(ErrorRecords.HooksNotChanged(options.Agent, CommandWords.Translate(problem!)));
            return null;
        }

        return InCmdlets(installation);
    }

    private void Tell(HookInstallation installed)
    {
        WriteVerbose($"The agent runs {installed.HookClient} on hooks that it does not post itself ({installed.HookClientKind}).");
        if (installed.UsesFallback)
        {
            WriteWarning(installed.HookClientKind == HookClientKind.PowerShell
                ? "This module has no nemo-flow-hook for this platform, and there is no nemo-flow on PATH: every hook starts a PowerShell, which takes half a second."
                : "This module has no nemo-flow-hook for this platform: hooks are forwarded by 'nemo-flow hook-forward', which is slower.");
        }
        else if (installed.HookClientKind == HookClientKind.Missing)
        {
            WriteWarning($"There is no hook client for this platform: hooks cannot be forwarded until {installed.HookClient} is there.");
        }

        foreach (Finding obstacle in installed.Obstacles)
        {
            WriteWarning($"{obstacle.What}: {obstacle.Why}. What to do: {obstacle.Remedy}.");
        }

        foreach (string note in installed.Notes)
        {
            // For the person at the terminal, as Write-Host would; 6> takes it.
            WriteInformation(new HostInformationMessage { Message = "note: " + note }, ["PSHOST"]);
        }

        if (installed.IsTrusted == false)
        {
            WriteWarning($"Codex skips hooks that nobody reviewed ({installed.Trust}). Start codex once and approve them, or let NemoFlow do it for its own: {installed.NextStep}");
        }

        WriteObject(installed);
    }
}
