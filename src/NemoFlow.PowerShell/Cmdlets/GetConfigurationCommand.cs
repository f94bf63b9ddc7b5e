// SPDX-License-Identifier: Apache-2.0
using System.Management.Automation;
using NemoFlow.Engine;
using NemoFlow.PowerShell.Completion;
using NemoFlow.PowerShell.Errors;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>Gets the settings in effect, each with the layer and the place it comes from. What is wrong is an error each; the rest is given all the same.</summary>
[Cmdlet(VerbsCommon.Get, "NemoFlowConfiguration")]
[OutputType(typeof(ConfigurationEntry))]
public sealed class GetConfigurationCommand : NemoFlowCommand
{
    private ConfigurationReview? _review;

    /// <summary>Keys, with wildcards; all where none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string[]? Key { get; set; }

    /// <summary>Only what these layers set.</summary>
    [Parameter]
    public ConfigurationLayer[]? Layer { get; set; }

    /// <summary>A configuration file to use instead of those of system, project and user.</summary>
    [Parameter]
    [Alias("Config", "Path")]
    [ValidateNotNullOrEmpty]
    public string? ConfigurationPath { get; set; }

    /// <summary>The folder whose project counts; the current one where none is given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WorkingDirectory { get; set; }

    /// <summary>Also settings that nobody set.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ConfigurationReview review = _review ??= Read();
        foreach (string wanted in Key ?? ["*"])
        {
            WildcardPattern pattern = WildcardPattern.Get(wanted, WildcardOptions.IgnoreCase);
            bool isName = !WildcardPattern.ContainsWildcardCharacters(wanted);
            List<ConfigurationEntry> found = [.. review.Entries.Where(e => pattern.IsMatch(e.Key) || (isName && e.Key.StartsWith(wanted + ".", StringComparison.OrdinalIgnoreCase)))];
            foreach (ConfigurationEntry entry in found)
            {
                // Who names a setting wants to see it also where nobody set it.
                bool wantsDefaults = All || (Key is not null && pattern.IsMatch(entry.Key) && isName);
                if ((Layer is null || Layer.Contains(entry.Layer)) && (wantsDefaults || review.IsInEffect(entry)))
                {
                    WriteObject(entry);
                }
            }

            if (found.Count == 0 && isName && !ConfigurationReview.Keys().Any(k => pattern.IsMatch(k.Key)))
            {
                WriteError(ErrorRecords.SettingNotFound(wanted));
            }
        }
    }

    private ConfigurationReview Read()
    {
        string folder = WorkingDirectory is null ? CurrentFolder : FileSystemPath(WorkingDirectory);
        string? file = ConfigurationPath is null ? null : FileSystemPath(ConfigurationPath);
        ConfigurationReview review = ConfigurationReview.Read(folder, Environment.GetEnvironmentVariable, file);
        foreach ((ConfigurationLayer layer, string path) in review.Files)
        {
            WriteVerbose($"Read {path} ({layer}).");
        }

        WriteWarnings(review.Warnings);
        foreach (ConfigurationProblem problem in review.Problems)
        {
            WriteError(ErrorRecords.ConfigurationWrong(problem));
        }

        return review;
    }
}
