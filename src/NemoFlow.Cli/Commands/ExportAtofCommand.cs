// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.CommandLine;
using NemoFlow.Engine.Sessions;
using NemoFlow.Exporters.Atof;
using NemoFlow.Storage.Files;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow export atof ID</c>.</summary>
internal static class ExportAtofCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        Command command = new("atof", "Write a session as ATOF events, a line each.");
        Argument<string> id = new("id") { Description = "The session's id, or the beginning of it; 'last' for the latest." };
        Option<string> path = new("--output", "-o") { Description = "File or folder; '-' or nothing writes to standard output.", HelpName = "PATH" };
        Option<bool> force = new("--force") { Description = "Replace a file that exists." };
        Option<bool> full = new("--full-payloads") { Description = "Every model request carries the whole history." };
        command.Arguments.Add(id);
        command.Options.Add(path);
        command.Options.Add(force);
        command.Options.Add(full);
        command.SetAction(parsed =>
        {
            SessionStore store = new(StateFolder.FromEnvironment(Environment.GetEnvironmentVariable));
            if (SessionsCommand.Find(store, parsed.GetValue(id)!, error) is not { } session)
            {
                return ExitCodes.Failure;
            }

            ArrayBufferWriter<byte> lines = new();
            foreach (AtofLine line in AtofEvents.Of(session, new AtofOptions { FullPayloads = parsed.GetValue(full) }))
            {
                line.WriteTo(lines);
            }

            return ExportFile.Write(lines.WrittenMemory, session, parsed.GetValue(path), ".atof.jsonl", parsed.GetValue(force), output, error);
        });
        return command;
    }
}
