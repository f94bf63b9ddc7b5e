// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Engine.Running;
using NemoFlow.Gateway.Runs;
using NemoFlow.PowerShell.Completion;
using NemoFlow.PowerShell.Errors;
using NemoFlow.PowerShell.Services;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Gets the agents that this version knows, and what this machine has of them.</summary>
[Cmdlet(VerbsCommon.Get, "NemoFlowAgent")]
[OutputType(typeof(AgentInfo))]
public sealed class GetAgentCommand : NemoFlowCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Agents, with wildcards; all where none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AgentCompleter))]
    public string[]? Agent { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string wanted in Agent ?? ["*"])
        {
            WildcardPattern pattern = WildcardPattern.Get(wanted, WildcardOptions.IgnoreCase);
            List<string> found = [.. AgentNames.Known.Where(agent => pattern.IsMatch(agent) || agent == AgentNames.Find(wanted))];
            foreach (string agent in found)
            {
                WriteObject(Inspect(agent));
            }

            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(wanted))
            {
                WriteError(ErrorRecords.UnknownAgent(wanted, AgentNames.Known));
            }
        }
    }

    private AgentInfo Inspect(string agent)
    {
        string command = RunChoices.Executable(agent, Environment.GetEnvironmentVariable, CurrentFolder);
        string? path = ExecutableFinder.Find(command, Environment.GetEnvironmentVariable, CurrentFolder);
        if (path is null)
        {
            WriteVerbose($"'{command}' is not on PATH.");
            return new AgentInfo { Agent = agent, Command = command };
        }

        WriteVerbose($"Asking {path} for its version.");
        IReadOnlyList<string> words = OperatingSystem.IsWindows() ? WindowsShim.Unwrap(path) : [path];
        Version? version = Wait(() => AgentProcess.ProbeVersionAsync(words, Patience, TimeProvider.System).WaitAsync(StopToken));
        return new AgentInfo { Agent = agent, Command = command, Path = path, Version = version };
    }
}
