// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;

namespace NemoFlow.Cli.Commands;

/// <summary>Describes <c>hook-forward</c> in the help; it is run before the command line is parsed.</summary>
internal static class HookForwardCommand
{
    public static Command Describe()
    {
        Command command = new("hook-forward", "Forward one hook payload from standard input to the gateway, and print its reply.") { TreatUnmatchedTokensAsErrors = false };
        command.Arguments.Add(new Argument<string>("agent") { Description = "The agent whose hook it is: codex, claude-code, cursor or hermes.", CompletionSources = { AgentKinds.Codex, AgentKinds.ClaudeCode, AgentKinds.Cursor, AgentKinds.Hermes } });
        command.Options.Add(new Option<string>("--gateway-url") { Description = "The gateway; default NEMO_FLOW_GATEWAY_URL." });
        command.Options.Add(new Option<bool>("--fail-closed") { Description = "Exit with 1 where the hook could not be delivered." });
        command.Options.Add(new Option<bool>("--no-spool") { Description = "Do not keep a hook that could not be delivered." });
        command.Options.Add(new Option<string>("--session-metadata") { Description = "A JSON object that the session carries as metadata.", HelpName = "JSON" });
        command.Options.Add(new Option<string>("--atif-dir") { Description = "Folder for the session's trajectory.", HelpName = "DIR" });
        command.Options.Add(new Option<string>("--plugin-config") { Description = "Taken for compatibility; exporters are set up when the gateway starts.", HelpName = "JSON" });
        command.Options.Add(new Option<string>("--profile") { Description = "Name of a profile, noted with the session." });
        command.Options.Add(new Option<string>("--gateway-mode") { Description = "hook-only, passthrough or required." });
        command.Options.Add(new Option<string>("--openinference-endpoint") { Description = "Send this session's traces to this OTLP endpoint as well.", HelpName = "URL" });
        return command;
    }
}
