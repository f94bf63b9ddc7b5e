// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Configuration.Settings;
using NemoFlow.Gateway.Hosting;
using NemoFlow.PowerShell.Services;
using NemoFlow.Storage.Files;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Starts a gateway in this process.</summary>
[Cmdlet(VerbsLifecycle.Start, "NemoFlowGateway", SupportsShouldProcess = true)]
[OutputType(typeof(GatewayInfo))]
public sealed class StartGatewayCommand : NemoFlowCommand
{
    /// <summary>The loopback port; 0 takes a free one.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>The loopback address to listen on.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Where OpenAI's APIs are.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? OpenAIBaseUrl { get; set; }

    /// <summary>Where Anthropic's API is.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? AnthropicBaseUrl { get; set; }

    /// <summary>The folder for trajectories.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AtifDir")]
    [ValidateNotNullOrEmpty]
    public string? AtifDirectory { get; set; }

    /// <summary>A configuration file to use instead of the user's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Config")]
    [ValidateNotNullOrEmpty]
    public string? ConfigurationPath { get; set; }

    /// <summary>JSON, or a hashtable, that every session carries as metadata.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? SessionMetadata { get; set; }

    /// <summary>An OTLP endpoint that gets OpenInference traces.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? OpenInferenceEndpoint { get; set; }

    /// <summary>JSON, or a hashtable, of the form of <c>plugins.toml</c>.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? PluginConfig { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _ = Task.Run(Prepare);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            GatewaySettings settings = GatewaySetup.Settings(FullPath(ConfigurationPath), Environment.GetEnvironmentVariable, new GatewaySettings
            {
                OpenAIBaseUrl = OpenAIBaseUrl,
                AnthropicBaseUrl = AnthropicBaseUrl,
                AtifFolder = FullPath(AtifDirectory),
                SessionMetadata = SessionMetadata is null ? null : JsonText(SessionMetadata),
            }, CurrentFolder, AskedSettings.Of(OpenInferenceEndpoint, PluginConfig is null ? null : JsonText(PluginConfig)));
            WriteWarnings(settings.Warnings);
            bool askedHere = MyInvocation.BoundParameters.ContainsKey(nameof(Port)) || MyInvocation.BoundParameters.ContainsKey(nameof(Address));
            string bind = !askedHere && settings.Bind is { } configured ? configured : $"{(Address.Contains(':', StringComparison.Ordinal) ? $"[{Address.Trim('[', ']')}]" : Address)}:{Port}";
            GatewayOptions options = GatewaySetup.Options(settings, Environment.GetEnvironmentVariable, GatewaySetup.Endpoint(bind));
            if (ShouldProcess(bind, "Start a gateway"))
            {
                Start(settings, options);
            }
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            WriteProblem(e, Port == 0 ? Address : Port);
        }
    }

    private static void Prepare()
    {
        try
        {
            GatewayServer.Prepare();
        }
        catch (Exception)
        {
            // The start itself says what is wrong.
        }
    }

    private void Start(GatewaySettings settings, GatewayOptions options)
    {
        StateFolder state = StateFolder.FromEnvironment(Environment.GetEnvironmentVariable);
        string folder = CurrentFolder;
        WriteVerbose($"Journals go to {state.Sessions}.");
        GatewayInfo gateway = Wait(() => GatewayHub.StartAsync(settings, options, state, folder, StopToken));
        RunspaceGateways.Add(gateway);
        WriteVerbose($"The gateway listens on {gateway.Url}; OpenAI is {gateway.OpenAIBaseUrl}, Anthropic {gateway.AnthropicBaseUrl}.");
        WriteObject(gateway);
    }

    private string? FullPath(string? path) => path is null ? null : FileSystemPath(path);
}
