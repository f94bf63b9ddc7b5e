// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NemoFlow.PowerShell.Completion;
using NemoFlow.PowerShell.Errors;
using NemoFlow.PowerShell.Services;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Sends hook payloads to a gateway, as an agent's hook would, and gives the replies.</summary>
[Cmdlet(VerbsCommunications.Send, "NemoFlowHook", SupportsShouldProcess = true)]
[OutputType(typeof(HookReply))]
public sealed class SendHookCommand : NemoFlowCommand
{
    private const string GatewayOption = "--gateway-url=";

    private readonly JsonAssembler _texts = new();
    private string[] _options = [];

    /// <summary>The agent whose hooks they are.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AgentCompleter))]
    public string Agent { get; set; } = "";

    /// <summary>Payloads: JSON as text, whole or line by line, or objects and hashtables.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [Alias("Payload")]
    [AllowEmptyString]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>The gateway: an object, its URL, port or id. Without it the one this runspace started last, else <c>NEMO_FLOW_GATEWAY_URL</c>.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(GatewayCompleter))]
    public object? Gateway { get; set; }

    /// <summary>Makes a payload that was not delivered an error, and keeps nothing for later.</summary>
    [Parameter]
    public SwitchParameter FailClosed { get; set; }

    /// <summary>JSON, or an object, that the session carries as metadata.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? SessionMetadata { get; set; }

    /// <summary>What the session expects of the gateway.</summary>
    [Parameter]
    [ValidateSet("hook-only", "passthrough", "required")]
    public string? GatewayMode { get; set; }

    /// <summary>The folder for the session's trajectory.</summary>
    [Parameter]
    [Alias("AtifDir")]
    [ValidateNotNullOrEmpty]
    public string? AtifDirectory { get; set; }

    /// <summary>JSON, or an object, of the form of <c>plugins.toml</c>. Taken for compatibility: exporters are set up when the gateway starts.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? PluginConfig { get; set; }

    /// <summary>The name of a profile, which is noted with the session.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Profile { get; set; }

    /// <summary>An OTLP endpoint that gets the session's OpenInference traces as well.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OpenInferenceEndpoint { get; set; }

    /// <summary>Keeps nothing for later where no gateway takes it.</summary>
    [Parameter]
    public SwitchParameter NoSpool { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (AgentNames.Find(Agent) is not { } agent)
        {
            WriteError(ErrorRecords.UnknownAgent(Agent, AgentNames.Known));
            return;
        }

        if (Options(agent) is not { } options)
        {
            return;
        }

        _options = options;
        if (InputObject.BaseObject is string text)
        {
            foreach ((string json, string? problem) in _texts.Add(text))
            {
                Send(json, problem, json);
            }
        }
        else if (IsObject(InputObject.BaseObject))
        {
            Send(JsonText(InputObject), null, InputObject);
        }
        else
        {
            WriteError(ErrorRecords.MalformedJson(InputObject, $"it is of type {InputObject.BaseObject.GetType().Name}."));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_texts.Rest.Length > 0)
        {
            Send(_texts.Rest, "it ends too early", _texts.Rest);
        }
    }

    private static bool IsObject(object value) => value is IDictionary or PSCustomObject || (value is not IEnumerable && !value.GetType().IsPrimitive && value is not (decimal or DateTime or Guid));

    private string[]? Options(string agent)
    {
        List<string> options = [agent];
        if (Gateway is not null)
        {
            if ((Gateway is PSObject wrapped ? wrapped.BaseObject : Gateway) is GatewayInfo { State: GatewayState.Stopped } dead)
            {
                WriteError(ErrorRecords.GatewayIsStopped(dead));
                return null;
            }

            if (GatewayArgument.Url(Gateway) is not { } url)
            {
                WriteError(ErrorRecords.GatewayNotFound(Gateway.ToString()!));
                return null;
            }

            options.Add(GatewayOption + url);
        }
        else if (RunspaceGateways.Default() is { } own)
        {
            options.Add(GatewayOption + own.Url);
        }

        AddOption(options, "--session-metadata", SessionMetadata is null ? null : JsonText(SessionMetadata));
        AddOption(options, "--gateway-mode", GatewayMode);
        AddOption(options, "--atif-dir", AtifDirectory is null ? null : FileSystemPath(AtifDirectory));
        AddOption(options, "--plugin-config", PluginConfig is null ? null : JsonText(PluginConfig));
        AddOption(options, "--profile", Profile);
        AddOption(options, "--openinference-endpoint", OpenInferenceEndpoint);
        if (NoSpool)
        {
            options.Add("--no-spool");
        }

        options.Add(FailClosed ? "--fail-closed" : "--fail-open");
        return [.. options];
    }

    private static void AddOption(List<string> options, string name, string? value)
    {
        if (value is not null)
        {
            options.Add($"{name}={value}");
        }
    }

    /// <summary>What a session asks for beside its hooks counts only with the token, which is known of the user's own gateways.</summary>
    private static string? TokenOf(string[] options) =>
        UrlOf(options) is { } url ? RegisteredGateway.ReadAll(Stores.State).FirstOrDefault(g => g.Url == url)?.Token : null;

    private static string? UrlOf(string[] options) => Array.Find(options, o => o.StartsWith(GatewayOption, StringComparison.Ordinal))?[GatewayOption.Length..];

    private void Send(string json, string? problem, object target)
    {
        if (problem is not null)
        {
            WriteError(ErrorRecords.MalformedJson(target, problem + "."));
            return;
        }

        if (!ShouldProcess(UrlOf(_options) ?? "the gateway", $"Send a hook of {_options[0]}"))
        {
            return;
        }

        try
        {
            string[] options = _options;
            string? token = AtifDirectory is null && OpenInferenceEndpoint is null ? null : TokenOf(options);
            (HookReply reply, bool isRejected) = Wait(() => Task.FromResult(HookSender.Send(options, json, token)));
            Tell(reply, isRejected, target);
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            WriteProblem(e, target);
        }
    }

    private void Tell(HookReply reply, bool isRejected, object target)
    {
        if (isRejected)
        {
            WriteError(ErrorRecords.HookRejected(target, reply.Problem!));
            return;
        }

        if (!reply.Delivered && FailClosed)
        {
            WriteError(ErrorRecords.HookNotDelivered(target, reply.Problem!));
            return;
        }

        if (!reply.Delivered)
        {
            WriteWarning("The hook was not delivered: " + reply.Problem);
        }

        WriteObject(WithReply(reply));
    }

    /// <summary>The members of the agent's reply are there as if they were the object's own.</summary>
    private PSObject WithReply(HookReply reply)
    {
        PSObject shown = PSObject.AsPSObject(reply);
        foreach (PSObject parsed in InvokeCommand.InvokeScript("param($json) ConvertFrom-Json -InputObject $json", false, PipelineResultTypes.None, null, reply.Json.Length == 0 ? "{}" : reply.Json))
        {
            foreach (PSPropertyInfo member in parsed?.Properties ?? Enumerable.Empty<PSPropertyInfo>())
            {
                if (shown.Properties[member.Name] is null)
                {
                    shown.Properties.Add(new PSNoteProperty(member.Name, member.Value));
                }
            }
        }

        return shown;
    }
}
