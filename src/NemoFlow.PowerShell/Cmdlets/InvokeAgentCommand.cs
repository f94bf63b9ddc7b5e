// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Checks;
using NemoFlow.Configuration.Settings;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Runs;
using NemoFlow.PowerShell.Errors;
using NemoFlow.PowerShell.Services;
using NemoFlow.Storage.Files;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Runs an agent and records it. The agent has the terminal; Ctrl+C is the agent's too, and this cmdlet ends when the agent does.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "NemoFlowAgent", SupportsShouldProcess = true)]
[OutputType(typeof(AgentRun), typeof(AgentLaunchPlan))]
public sealed class InvokeAgentCommand : NemoFlowCommand
{
    /// <summary>The agent.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.AgentCompleter))]
    public string Agent { get; set; } = "";

    /// <summary>What goes to the agent as it is.</summary>
    [Parameter(ValueFromRemainingArguments = true)]
    [Alias("Args")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[] ArgumentList { get; set; } = [];

    /// <summary>The agent's executable, where it is not the one on PATH.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Executable")]
    [ValidateNotNullOrEmpty]
    public string? Command { get; set; }

    /// <summary>The folder to run in; the current one where none is given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WorkingDirectory { get; set; }

    /// <summary>Where OpenAI's APIs are.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OpenAIBaseUrl { get; set; }

    /// <summary>Where Anthropic's API is.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AnthropicBaseUrl { get; set; }

    /// <summary>The folder for trajectories.</summary>
    [Parameter]
    [Alias("AtifDir")]
    [ValidateNotNullOrEmpty]
    public string? AtifDirectory { get; set; }

    /// <summary>A configuration file to use instead of the user's.</summary>
    [Parameter]
    [Alias("Config")]
    [ValidateNotNullOrEmpty]
    public string? ConfigurationPath { get; set; }

    /// <summary>JSON, or a hashtable, that the run's sessions carry as metadata.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? SessionMetadata { get; set; }

    /// <summary>An OTLP endpoint that gets OpenInference traces.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OpenInferenceEndpoint { get; set; }

    /// <summary>JSON, or a hashtable, of the form of <c>plugins.toml</c>.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? PluginConfig { get; set; }

    /// <summary>Gives what would be started, and starts nothing.</summary>
    [Parameter]
    public SwitchParameter DryRun { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            if (AgentNames.Find(Agent) is not { } agent)
            {
                WriteError(ErrorRecords.UnknownAgent(Agent, AgentNames.Known));
                return;
            }

            GatewaySettings settings = GatewaySetup.Settings(FullPath(ConfigurationPath), Environment.GetEnvironmentVariable, new GatewaySettings
            {
                OpenAIBaseUrl = OpenAIBaseUrl,
                AnthropicBaseUrl = AnthropicBaseUrl,
                AtifFolder = FullPath(AtifDirectory),
                SessionMetadata = SessionMetadata is null ? null : JsonText(SessionMetadata),
            }, FullPath(WorkingDirectory) ?? CurrentFolder, AskedSettings.Of(OpenInferenceEndpoint, PluginConfig is null ? null : JsonText(PluginConfig)));
            WriteWarnings(settings.Warnings);
            RunOptions options = Options(agent, settings);
            if (DryRun)
            {
                ShowPlan(options, settings);
            }
            else if (ShouldProcess(string.Join(' ', NemoFlow.Content.CommandMask.Apply(options.Command)), "Run and record the agent"))
            {
                Run(options);
            }
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            WriteProblem(e, Agent);
        }
    }

    /// <summary>Ctrl+C has reached the agent by the terminal. What the agent makes of it is the agent's business, and the run goes on until it ends.</summary>
    protected override void StopProcessing()
    {
        // Not passed on: a run that is abandoned would lose what the agent still does.
    }

    private RunOptions Options(string agent, GatewaySettings settings)
    {
        StateFolder state = StateFolder.FromEnvironment(Environment.GetEnvironmentVariable);
        string folder = FullPath(WorkingDirectory) ?? CurrentFolder;
        return new RunOptions
        {
            Agent = agent,
            Command = [.. Words(agent, settings), .. ArgumentList],
            WorkingDirectory = folder,
            Gateway = GatewaySetup.Options(settings, Environment.GetEnvironmentVariable, RunChoices.Endpoint(settings, state)) with { Token = null },
            State = state,
            AtifFolder = settings.AtifFolder,
            Content = settings.Content,
            Prices = GatewaySetup.Prices(settings),
            SessionMetadata = settings.SessionMetadata,
            Exporters = GatewaySetup.Exporters(settings, Environment.GetEnvironmentVariable, folder),
            HookClient = HookClientFinder.Find(state, folder),
            Environment = Environment.GetEnvironmentVariable,
            MayChangeHooksFile = settings.ChangesCursorHooks,
            Starting = plan => PostAndWait(() =>
            {
                WriteVerbose("Starting: " + string.Join(' ', NemoFlow.Content.CommandMask.Apply(plan.ShownCommand ?? plan.Command)));
                foreach (string note in plan.Notes)
                {
                    WriteWarning(CommandWords.Translate(note));
                }
            }),
        };
    }

    private IReadOnlyList<string> Words(string agent, GatewaySettings settings)
    {
        if (Command is { } named)
        {
            bool isPath = named.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || named.Contains(Path.AltDirectorySeparatorChar, StringComparison.Ordinal);
            return [isPath ? FileSystemPath(named) : named];
        }

        return RunChoices.Command(agent, settings, Environment.GetEnvironmentVariable, FullPath(WorkingDirectory) ?? CurrentFolder);
    }

    private void ShowPlan(RunOptions options, GatewaySettings settings)
    {
        (AgentLaunchPlan? plan, string? problem) = AgentRuns.Plan(options, settings);
        if (plan is null)
        {
            WriteError(ErrorRecords.AgentNotStarted(Agent, CommandWords.Translate(problem!)));
        }
        else
        {
            WriteObject(plan with { Notes = plan.Notes.Select(n => CommandWords.Translate(n)).ToArray() });
        }
    }

    private void Run(RunOptions options)
    {
        WriteVerbose($"Hooks are forwarded by: {string.Join(' ', options.HookClient)}");
        (AgentRun? run, string? problem) = Wait(() => AgentRuns.RunAsync(options, CancellationToken.None));
        if (run is null)
        {
            WriteError(ErrorRecords.AgentNotStarted(Agent, CommandWords.Translate(problem!)));
            return;
        }

        run = run with { Findings = run.Findings.Select(f => f with { Remedy = CommandWords.Translate(f.Remedy) }).ToArray() };
        SessionState.PSVariable.Set("global:LASTEXITCODE", run.ExitCode);
        foreach (string path in run.Trajectories)
        {
            WriteVerbose("Trajectory: " + path);
        }

        foreach (Finding finding in run.Findings)
        {
            WriteWarning($"Incomplete: {finding.What}. Likely cause: {finding.Why}. What to do: {finding.Remedy}.");
        }

        WriteObject(run);
    }

    private string? FullPath(string? path) => path is null ? null : FileSystemPath(path);
}
