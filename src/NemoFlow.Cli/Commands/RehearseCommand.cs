// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Net;
using NemoFlow.Rehearsal;
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow rehearse</c>: the scripted model provider in a process of its own.</summary>
internal static class RehearseCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        Command command = new("rehearse", "Serve the scripted model provider, for trying agents without an account.");
        Option<string> scenario = new("--scenario") { Description = "A scenario file, or a built-in one: " + string.Join(", ", Scenario.BuiltInNames) + ".", DefaultValueFactory = _ => "one-tool" };
        Option<int> port = new("--port") { Description = "Loopback port; 0 takes a free one." };
        Option<string> log = new("--log") { Description = "File for one JSON line per request.", HelpName = "FILE" };
        command.Options.Add(scenario);
        command.Options.Add(port);
        command.Options.Add(log);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(port) is < 0 or > IPEndPoint.MaxPort)
            {
                await error.WriteLineAsync($"nemo-flow: {parsed.GetValue(port)} is no port: use one of 1 to {IPEndPoint.MaxPort}, or 0 for a free one.").ConfigureAwait(false);
                return ExitCodes.Usage;
            }

            if (!File.Exists(parsed.GetValue(scenario)) && !Scenario.BuiltInNames.Contains(parsed.GetValue(scenario)))
            {
                await error.WriteLineAsync($"nemo-flow: there is neither a file nor a built-in scenario '{parsed.GetValue(scenario)}': use one of {string.Join(", ", Scenario.BuiltInNames)}.").ConfigureAwait(false);
                return ExitCodes.Usage;
            }

            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            _ = Terminal.WaitForStopAsync(cancellation).ContinueWith(_ => stop.CancelAsync(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            try
            {
                RehearsalHostOptions options = new() { Scenario = parsed.GetValue(scenario)!, Port = parsed.GetValue(port), LogPath = parsed.GetValue(log) };
                await RehearsalHost.RunAsync(options, output, stop.Token).ConfigureAwait(false);
                return ExitCodes.Ok;
            }
            catch (ScenarioException e)
            {
                await error.WriteLineAsync("nemo-flow: " + e.Message).ConfigureAwait(false);
                return ExitCodes.Usage;
            }
        });
        return command;
    }
}
