// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine.Install;
using NemoFlow.Gateway.Hosting;
using NemoFlow.PowerShell.Services;

namespace NemoFlow.PowerShell.Errors;

/// <summary>Errors for exceptions whose types the engine defines; apart, so that the engine is only loaded for them when it is there.</summary>
internal static class EngineErrors
{
    public static ErrorRecord From(Exception exception, object? target) => exception switch
    {
        GatewayStartException e => ErrorRecords.Create(
            "GatewayNotStarted", ErrorCategory.ResourceUnavailable, target, e.Message, "Without -Port, and with no bind in the configuration, a free port is taken.", e),
        ConfigurationException e => ErrorRecords.Create(
            "ConfigurationInvalid", ErrorCategory.InvalidArgument, target, e.Message, "Get-NemoFlowConfiguration shows everything that is wrong, and docs/configuration.md what is allowed.", e),
        FileEditException e => ErrorRecords.Create(
            "AgentFileNotChanged", ErrorCategory.WriteError, target, CommandWords.Translate(e.Message), "Nothing else was changed. Mend what the message says, and try again.", e),
        _ => ErrorRecords.Create(
            "UnexpectedFailure", ErrorCategory.NotSpecified, target, exception.Message, "This is a defect of NemoFlow: please report it with what $Error[0].Exception.InnerException shows.", exception),
    };
}
