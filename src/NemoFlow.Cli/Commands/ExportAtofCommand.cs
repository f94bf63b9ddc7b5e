// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.CommandLine;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine.Sessions;
using NemoFlow.Exporters;
using NemoFlow.Exporters.Atof;
using NemoFlow.Storage.Files;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow export atof ID</c>: to standard output, a file, or where the configuration says.</summary>
internal static class ExportAtofCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        Command command = new("atof", "Write a session as ATOF events, a line each.");
        Argument<string> id = new("id") { Description = "The session's id, or the beginning of it; 'last' for the latest.", CompletionSources = { SessionsCommand.Suggest } };
        Option<string> path = new("--output", "-o") { Description = "File or folder; '-' or nothing writes to standard output.", HelpName = "PATH" };
        Option<bool> force = new("--force") { Description = "Replace a file that exists." };
        Option<bool> full = new("--full-payloads") { Description = "Every model request carries the whole history." };
        Option<bool> send = new("--send") { Description = "Write to the files and servers that are configured for ATOF instead." };
        Option<string> config = new("--config") { Description = "Configuration file to use instead of those of system, project and user.", HelpName = "FILE" };
        command.Arguments.Add(id);
        command.Options.Add(path);
        command.Options.Add(force);
        command.Options.Add(full);
        command.Options.Add(send);
        command.Options.Add(config);
        command.SetAction((parsed, cancellation) =>
        {
            SharedOptions.UseConfiguredPrices(error);
            SessionStore store = new(StateFolder.FromEnvironment(Environment.GetEnvironmentVariable));
            if (SessionsCommand.Find(store, parsed.GetValue(id)!, error) is not { } session)
            {
                return Task.FromResult(ExitCodes.Failure);
            }

            if (parsed.GetValue(send))
            {
                return SendAsync(session, DirectExport.Configured(parsed.GetValue(config)), parsed.GetValue(full), output, error, cancellation);
            }

            ArrayBufferWriter<byte> lines = new();
            foreach (AtofLine line in AtofEvents.Of(session, new AtofOptions { FullPayloads = parsed.GetValue(full) }))
            {
                line.WriteTo(lines);
            }

            return Task.FromResult(ExportFile.Write(lines.WrittenMemory, session, parsed.GetValue(path), ".atof.jsonl", parsed.GetValue(force), output, error));
        });
        return command;
    }

    private static Task<int> SendAsync(Session session, ExporterSet configured, bool full, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (configured.AtofFiles.Count + configured.AtofStreams.Count == 0)
        {
            throw new ConfigurationException("No file or server is configured for ATOF: set enabled = true in [components.config.atof] of plugins.toml, or write with --output.");
        }

        ExporterSet exporters = new()
        {
            AtofFiles = [.. configured.AtofFiles.Select(f => f with { FullPayloads = f.FullPayloads || full })],
            AtofStreams = [.. configured.AtofStreams.Select(s => s with { FullPayloads = s.FullPayloads || full })],
        };
        return DirectExport.RunAsync(session, exporters, output, error, cancellation);
    }
}
