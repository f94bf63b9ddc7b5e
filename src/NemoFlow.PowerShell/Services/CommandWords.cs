// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;

namespace NemoFlow.PowerShell.Services;

/// <summary>
/// Says in cmdlets what the engine says in commands of <c>nemo-flow</c>, so that whoever came through PowerShell can type the remedy where they are.
/// </summary>
internal static partial class CommandWords
{
    private static readonly (Regex Command, string Cmdlet)[] Twins =
    [
        (LiveDoctor(), "Test-NemoFlowSetup $1 -Live"),
        (Of("doctor"), "Test-NemoFlowSetup$1"),
        (Of("install"), "Install-NemoFlowHook$1"),
        (Of("uninstall"), "Uninstall-NemoFlowHook$1"),
        (Of("gateway status"), "Get-NemoFlowGateway$1"),
        (Of("gateway stop"), "Stop-NemoFlowGateway$1"),
        (Of("gateway start"), "Start-NemoFlowGateway$1"),
        (Of("config"), "Get-NemoFlowConfiguration$1"),
        (AgentAt(), "Invoke-NemoFlowAgent $1 -Command $2"),
        (Bind(), "Start-NemoFlowGateway -Port $1"),
        (LastSession(), "Get-NemoFlowSession -Newest 1 | Format-Custom"),
        (Of("sessions"), "Get-NemoFlowSession$1"),
        (Wrapper(), "Invoke-NemoFlowAgent $1"),
        (Exceptions(), "$$env:NO_PROXY = '$1'"),
        (Option("trust"), "-TrustHook"),
        (Option("notify"), "-Notify"),
        (Option("command-hooks"), "-CommandHook"),
        (Option("provider builtin"), "-Routing BuiltIn"),
        (Option("provider alias"), "-Routing Alias"),
        (Option("provider none"), "-Routing None"),
        (Option("provider"), "-Routing"),
        (Option("dry-run --print"), "-DryRun"),
        (Option("scope project"), "-Scope Project"),
        (Option("scope user"), "-Scope User"),
    ];

    /// <summary>The text with cmdlets; null stays null.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static string? Translate(string? text) => text is null ? null : Twins.Aggregate(text, (t, twin) => twin.Command.Replace(t, twin.Cmdlet));

    private static Regex Of(string command) => new($@"\bnemo-flow {command}((?: (?:codex|claude-code|claude|cursor|hermes|<agent>))?)(?![\w-])", RegexOptions.CultureInvariant);

    private static Regex Option(string option) => new($@"(?<![\w-])--{option}\b", RegexOptions.CultureInvariant);

    [GeneratedRegex(@"\bnemo-flow doctor --live (\S+)\b")]
    private static partial Regex LiveDoctor();

    [GeneratedRegex(@"\bnemo-flow run --agent (\S+) -- (\S+)")]
    private static partial Regex AgentAt();

    [GeneratedRegex(@"\bnemo-flow --bind \S*?:(\d+)\b")]
    private static partial Regex Bind();

    [GeneratedRegex(@"\b(?:export|set) NO_PROXY=(\S+)")]
    private static partial Regex Exceptions();

    [GeneratedRegex(@"\bnemo-flow sessions last\b")]
    private static partial Regex LastSession();

    [GeneratedRegex(@"\bnemo-flow (codex|claude|cursor|hermes)\b")]
    private static partial Regex Wrapper();
}
