// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Agents.Install;
using NemoFlow.Checks;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine.Install;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Hooks;
using NemoFlow.PowerShell.Services;
using NemoFlow.Storage.Files;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>A cmdlet about hooks in agents' configurations.</summary>
public abstract class HookInstallationCommand : NemoFlowCommand
{
    /// <summary>Not in its own type: that would need the types of the pipeline before the module can say where to find them.</summary>
    private object? _scope;

    /// <summary>Whose sessions: all of the user's, or those of a project.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public HookScope Scope
    {
        get => _scope is HookScope scope ? scope : default;
        set => _scope = value;
    }

    /// <summary>The project's folder; the current one where none is given.</summary>
    [Parameter]
    [Alias("ProjectPath")]
    [ValidateNotNullOrEmpty]
    public string? WorkingDirectory { get; set; }

    /// <summary>What the engine is asked to look at or to do.</summary>
    private protected InstallOptions OptionsFor(string agent, HookScope scope)
    {
        string folder = WorkingDirectory is null ? CurrentFolder : FileSystemPath(WorkingDirectory);
        StateFolder state = Stores.State;
        string? bind = GatewaySetup.Settings(null, Environment.GetEnvironmentVariable, new GatewaySettings(), folder).Bind;
        return new InstallOptions
        {
            Agent = agent,
            Scope = scope == HookScope.Project ? InstallScope.Project : InstallScope.User,
            State = state,
            WorkingDirectory = folder,
            Environment = Environment.GetEnvironmentVariable,
            Program = HookClientFinder.Program(state, folder),
            NativeHook = HookClientFinder.Native(),
            GatewayUrl = bind is null ? GatewayWire.DefaultUrl : "http://" + GatewaySetup.Endpoint(bind),
        };
    }

    /// <summary>The same with cmdlets in place of commands. Lists are arrays: PowerShell can index no other read-only list.</summary>
    private protected static HookInstallation InCmdlets(HookInstallation installation) => installation with
    {
        Notes = installation.Notes.Select(n => CommandWords.Translate(n)).ToArray(),
        NextStep = CommandWords.Translate(installation.NextStep),
        Problem = CommandWords.Translate(installation.Problem),
        Obstacles = installation.Obstacles.Select(o => new Finding(o.Code, o.What, o.Why, CommandWords.Translate(o.Remedy))).ToArray(),
    };

    /// <summary>Asks whether a plan is to be carried out. <c>-WhatIf</c> and <c>-Confirm</c> show the changes as a diff, <c>-Verbose</c> only the files.</summary>
    private protected bool ShouldChange(string what, HookInstallation plan)
    {
        if (plan.Changes.Count == 0)
        {
            string nothing = what + ": nothing to change in the agent's files.";
            return ShouldProcess(nothing, nothing, what);
        }

        string diff = $"{what}:{Environment.NewLine}{string.Concat(plan.Changes.Select(c => c.Diff))}";
        return ShouldProcess(IsWhatIf ? diff : $"{what}: {string.Join(", ", plan.Changes)}", diff, what);
    }

    private bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Whose sessions, in words.</summary>
    private protected string ScopeName(HookScope scope) => scope == HookScope.Project
        ? "the project " + (WorkingDirectory is null ? CurrentFolder : FileSystemPath(WorkingDirectory))
        : "all your sessions";
}
