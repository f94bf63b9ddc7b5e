// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.CommandLine;
using NemoFlow.Engine;
using NemoFlow.Engine.Sessions;
using NemoFlow.Exporters.Atif;
using NemoFlow.Storage.Files;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow export atif|atof|otlp ID</c>.</summary>
internal static class ExportCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        Command export = new("export", "Export recorded sessions.");
        Command atif = new("atif", "Write a session as an ATIF trajectory.");
        Argument<string> id = new("id") { Description = "The session's id, or the beginning of it; 'last' for the latest.", CompletionSources = { SessionsCommand.Suggest } };
        Option<string> path = new("--output", "-o") { Description = "File or folder; '-' or nothing writes to standard output.", HelpName = "PATH" };
        Option<bool> force = new("--force") { Description = "Replace a file that exists." };
        atif.Arguments.Add(id);
        atif.Options.Add(path);
        atif.Options.Add(force);
        atif.SetAction(parsed =>
        {
            SharedOptions.UseConfiguredPrices(error);
            return Write(parsed.GetValue(id)!, parsed.GetValue(path), parsed.GetValue(force), output, error);
        });
        export.Subcommands.Add(atif);
        export.Subcommands.Add(ExportAtofCommand.Create(output, error));
        export.Subcommands.Add(ExportOtlpCommand.Create(output, error));
        return export;
    }

    private static int Write(string wanted, string? path, bool force, TextWriter output, TextWriter error)
    {
        SessionStore store = new(StateFolder.FromEnvironment(Environment.GetEnvironmentVariable));
        if (SessionsCommand.Find(store, wanted, error) is not { } session)
        {
            return ExitCodes.Failure;
        }

        // A document on standard output has no place for images beside it.
        AtifImages? images = path is null or "-" ? null : new AtifImages();
        ArrayBufferWriter<byte> document = new();
        if (!AtifExporter.TryWrite(session, new AtifOptions { RecorderVersion = Recorder.Version, Images = images }, document))
        {
            error.WriteLine($"nemo-flow: session {session.Id} has no step yet, and a trajectory needs one.");
            return ExitCodes.Failure;
        }

        return ExportFile.Write(document.WrittenMemory, session, path, ".atif.json", force, output, error, images);
    }
}
