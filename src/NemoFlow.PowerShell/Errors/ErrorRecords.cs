// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using System.Runtime.InteropServices;

namespace NemoFlow.PowerShell.Errors;

/// <summary>
/// All errors of the module: a stable id that names the failure, a category, what the user gave as the target, and what to do.
/// </summary>
internal static class ErrorRecords
{
    /// <summary>The error for an exception of the engine.</summary>
    public static ErrorRecord From(Exception exception, object? target) => exception switch
    {
        FileNotFoundException e when IsAspNetCore(e) => Create(
            "AspNetCoreRuntimeNotFound", ErrorCategory.NotInstalled, target,
            $"The gateway needs ASP.NET Core, and neither this module nor this machine has it for {RuntimeInformation.RuntimeIdentifier}.",
            "Install the ASP.NET Core 10 runtime (https://dotnet.microsoft.com/download/dotnet/10.0), or a NemoFlow that was packed for this platform.", e),
        InvalidDataException e => Create(
            "JournalUnreadable", ErrorCategory.InvalidData, target, e.Message, "Look at the file's first line; move the folder away if it is no journal.", e),
        UnauthorizedAccessException e => Create(
            "AccessDenied", ErrorCategory.PermissionDenied, target, e.Message, "Check the permissions of the file and of its folder.", e),
        IOException e => Create(
            "InputOutputError", ErrorCategory.WriteError, target, e.Message, "Check that the folder exists, has free space, and may be written.", e),
        _ => EngineErrors.From(exception, target),
    };

    public static ErrorRecord GatewayNotFound(string wanted) => Create(
        "GatewayNotFound", ErrorCategory.ObjectNotFound, wanted, $"There is no gateway '{wanted}'.", "List them with Get-NemoFlowGateway, or start one with Start-NemoFlowGateway.");

    public static ErrorRecord GatewayIsStopped(GatewayInfo gateway) => Create(
        "GatewayIsStopped", ErrorCategory.InvalidOperation, gateway, $"The gateway at {gateway.Url} is no longer running.", "Start another with Start-NemoFlowGateway.");

    public static ErrorRecord GatewayOfAnotherProcess(GatewayInfo gateway) => Create(
        "GatewayOfAnotherProcess", ErrorCategory.InvalidOperation, gateway,
        $"The gateway at {gateway.Url} runs in process {gateway.ProcessId} and can only be stopped there.",
        "Stop it in that PowerShell, or end that nemo-flow process with Ctrl+C.");

    public static ErrorRecord GatewayNotStopped(GatewayInfo gateway, string problem) => Create(
        "GatewayNotStopped", ErrorCategory.CloseError, gateway, $"The gateway at {gateway.Url} could not be stopped: {problem}.", $"End its process: Stop-Process -Id {gateway.ProcessId}.");

    public static ErrorRecord SessionNotFound(string id) => Create(
        "SessionNotFound", ErrorCategory.ObjectNotFound, id, $"There is no session '{id}'.", "List them with Get-NemoFlowSession; the beginning of an id is enough where it is unique.");

    public static ErrorRecord NoSessionGiven(string cmdlet) => Create(
        "NoSessionGiven", ErrorCategory.InvalidArgument, null, $"{cmdlet} was not told which session is meant.", $"Pipe sessions to it, as in: Get-NemoFlowSession -Newest 1 | {cmdlet}. Or give -Id.");

    public static ErrorRecord SessionIdAmbiguous(string id, int count) => Create(
        "SessionIdAmbiguous", ErrorCategory.InvalidArgument, id, $"{count} sessions begin with '{id}'.", "Give more of the id, or use a wildcard to mean all of them.");

    public static ErrorRecord SessionIsActive(string id) => Create(
        "SessionIsActive", ErrorCategory.ResourceBusy, id, $"Session {id} is still active.", "Wait for it with Wait-NemoFlowSession, or pass -Force.");

    public static ErrorRecord SessionInUse(string id) => Create(
        "SessionInUse", ErrorCategory.ResourceBusy, id, $"Session {id} could not be removed: a file of it is in use or may not be deleted.", "Stop the gateway that records it, and check the permissions of its folder.");

    public static ErrorRecord WaitTimedOut(string id, int seconds) => Create(
        "WaitTimedOut", ErrorCategory.OperationTimeout, id, $"Session {id} did not come so far within {seconds} s.", "Wait longer with -Timeout, or see what it does with Watch-NemoFlowEvent.");

    public static ErrorRecord NoTrajectory(string id) => Create(
        "SessionHasNoStep", ErrorCategory.InvalidData, id, $"Session {id} has no step yet, and a trajectory needs one.", "Export it after its first turn.");

    public static ErrorRecord UnknownAgent(string agent, IEnumerable<string> known) => Create(
        "UnknownAgent", ErrorCategory.ObjectNotFound, agent, $"There is no agent '{agent}' in this version.", $"Known agents: {string.Join(", ", known)}.");

    public static ErrorRecord AgentNotStarted(string agent, string problem) => Create(
        "AgentNotStarted", ErrorCategory.OpenError, agent, problem, "Get-NemoFlowAgent shows which agents this machine has.");

    public static ErrorRecord HooksNotInstallable(string agent, IEnumerable<string> known) => Create(
        "UnknownAgent", ErrorCategory.ObjectNotFound, agent, $"Hooks cannot be installed into '{agent}' by this version.", $"Agents that they can be installed into: {string.Join(", ", known)}.");

    public static ErrorRecord ChoiceNotOfAgent(string agent, string parameter, IEnumerable<string> known) => Create(
        "ChoiceNotOfAgent", ErrorCategory.InvalidArgument, agent, $"{agent} knows no {parameter}.", $"Leave it out; it is for {string.Join(", ", known)}.");

    public static ErrorRecord HooksNotChanged(string agent, string problem) => Create(
        "HooksNotChanged", ErrorCategory.InvalidOperation, agent, $"The hooks of {agent} were not changed: {problem}", "Mend what the message says, and try again; the agent's files are as they were.");

    public static ErrorRecord SettingNotFound(string key) => Create(
        "SettingNotFound", ErrorCategory.ObjectNotFound, key, $"There is no setting '{key}'.", "List them with Get-NemoFlowConfiguration -All; wildcards are allowed.");

    public static ErrorRecord ConfigurationWrong(ConfigurationProblem problem) => Create(
        "ConfigurationInvalid", ErrorCategory.InvalidData, problem, problem.Message,
        problem.Path is null ? "See docs/configuration.md for what is allowed." : $"Mend line {problem.Line} of {problem.Path}; docs/configuration.md says what is allowed. Until then no gateway starts.");

    public static ErrorRecord NotDelivered(string id, string address, string problem) => Create(
        "NotDelivered", ErrorCategory.ConnectionError, id, $"Session {id} did not arrive whole at {address}: {problem}",
        "Check that the backend runs there and takes the protocol and the credentials; sending again repeats the same ids.");

    public static ErrorRecord NoEvent(string id) => Create(
        "SessionHasNoEvent", ErrorCategory.InvalidData, id, $"Session {id} has no event that is over yet.", "Export it after its first turn.");

    public static ErrorRecord HeaderInvalid(string name, string problem) => Create(
        "HeaderInvalid", ErrorCategory.InvalidArgument, name, $"The header '{name}' cannot be sent: {problem}.",
        "Give a name and a value of one line: a text, a SecureString, or with -HeaderVariable the name of an environment variable.");

    public static ErrorRecord NoAtofTarget() => Create(
        "NothingConfigured", ErrorCategory.ObjectNotFound, null, "No file or server is configured for ATOF.",
        "Set enabled = true in [components.config.atof] of plugins.toml, or leave out -Send to write files.");

    public static ErrorRecord LiveWithoutAgent() => Create(
        "AgentNeeded", ErrorCategory.InvalidArgument, null, "-Live runs an agent and was not told which.", "Name it, as in: Test-NemoFlowSetup codex -Live");

    public static ErrorRecord MalformedJson(object input, string problem) => Create(
        "MalformedJson", ErrorCategory.InvalidData, input, $"This is no hook payload: {problem}", "A payload is one JSON object; pipe it as a text or as an object.");

    public static ErrorRecord HookNotDelivered(object input, string problem) => Create(
        "HookNotDelivered", ErrorCategory.ConnectionError, input, $"The hook was not delivered: {problem}", "Start a gateway with Start-NemoFlowGateway, or name one with -Gateway.");

    public static ErrorRecord HookRejected(object input, string problem) => Create(
        "HookRejected", ErrorCategory.PermissionDenied, input, problem, "A policy of the gateway forbids what the agent is about to do.");

    public static ErrorRecord FileExists(string path) => Create(
        "FileExists", ErrorCategory.ResourceExists, path, $"The file '{path}' exists.", "Pass -Force to replace it.");

    public static ErrorRecord FolderInsteadOfFile(string path) => Create(
        "FolderInsteadOfFile", ErrorCategory.InvalidArgument, path, $"'{path}' is a folder, and a file is to be written there.", "Choose another name, or remove the folder.");

    public static ErrorRecord FileOfAnotherSession(string path, string id) => Create(
        "FileOfAnotherSession", ErrorCategory.ResourceExists, path, $"Session {id} would replace another session of this pipeline in '{path}'.",
        "Give a folder, or a template such as 'out/{id}.json'.");

    public static ErrorRecord NotFileSystem(string path, string provider) => Create(
        "NotFileSystem", ErrorCategory.InvalidArgument, path, $"'{path}' is a path of the provider {provider}.", "Give a path of the file system.");

    /// <summary>Makes an error record; the remedy is its recommended action, which PowerShell shows below the message.</summary>
    public static ErrorRecord Create(string id, ErrorCategory category, object? target, string message, string remedy, Exception? cause = null) =>
        new(new InvalidOperationException(message, cause), id, category, target)
        {
            ErrorDetails = new ErrorDetails(message) { RecommendedAction = remedy },
        };

    private static bool IsAspNetCore(FileNotFoundException exception) =>
        exception.FileName is { } name && (name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));
}
