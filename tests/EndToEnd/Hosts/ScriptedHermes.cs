// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.RegularExpressions;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Tests;

namespace NemoFlow.EndToEnd.Hosts;

/// <summary>
/// A script in the place of Hermes, with the hooks of <c>integrations/hermes</c> in its configuration. It runs the hooks that its user has
/// approved and calls a model as Hermes's documentation says. There is no Hermes that could be installed for tests.
/// </summary>
internal sealed partial class ScriptedHermes
{
    /// <summary>A command, two tasks delegated by one call, and an answer; each task one command.</summary>
    public const string Scenario = """
        { "name": "hermes", "conversations": [
          { "name": "task", "when": { "text": "Count" }, "turns": [
            { "tools": [ { "kind": "function", "name": "terminal", "arguments": { "command": "echo from-task" } } ] },
            { "text": "Counted." } ] },
          { "name": "root", "turns": [
            { "tools": [ { "kind": "function", "name": "terminal", "arguments": { "command": "echo from-hermes" } } ] },
            { "tools": [ { "kind": "function", "name": "delegate_task", "arguments": { "tasks": [ { "goal": "Count the files." }, { "goal": "Count the lines." } ] } } ] },
            { "text": "All is counted." } ] } ] }
        """;

    private readonly Sandbox _sandbox;

    public ScriptedHermes(Sandbox sandbox, bool approved = true)
    {
        _sandbox = sandbox;
        string program = Path.Combine(sandbox.Folder("hermes-bin"), "hermes");
        File.Copy(Path.Combine(Programs.Room, "Hosts", "hermes.mjs"), program);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        sandbox.Environment["PATH"] = Path.GetDirectoryName(program) + ":" + sandbox.Environment["PATH"];
        string home = sandbox.Environment["HERMES_HOME"] = sandbox.Folder("hermes-home");
        // Where nobody has published the native client, the gateway's own program does the same.
        string client = Programs.NativeHook ?? Programs.NemoFlow + " hook-forward";
        string hooks = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "integrations", "hermes", "config.yaml")).Replace("nemo-flow-hook", client, StringComparison.Ordinal);
        hooks = Programs.NativeHook is null ? hooks.Replace(" --installed", "", StringComparison.Ordinal) : hooks;
        File.WriteAllText(Path.Combine(home, "config.yaml"), "model: qwen3\n" + hooks);
        if (approved)
        {
            File.WriteAllText(Path.Combine(home, "shell-hooks-allowlist.json"), JsonSerializer.Serialize(Commands().Matches(hooks).Select(m => m.Groups[1].Value).Distinct()));
        }
    }

    /// <summary>Whether it was given consent in its user's place, and whether it was told where to find a model.</summary>
    public string Saw => File.ReadAllText(Path.Combine(_sandbox.Work, "hermes-saw")).Trim();

    /// <summary>For each hook that ran: its event, exit code and reply.</summary>
    public IReadOnlyList<string> Replies => File.Exists(RepliesPath) ? File.ReadAllLines(RepliesPath) : [];

    private string RepliesPath => Path.Combine(_sandbox.Work, "hermes-replies");

    public RunningProgram Start(string prompt) => RunningProgram.Start(_sandbox, Programs.NemoFlow, ["hermes", "--", prompt]);

    [GeneratedRegex("- command: (.+)", RegexOptions.CultureInvariant)]
    private static partial Regex Commands();
}
