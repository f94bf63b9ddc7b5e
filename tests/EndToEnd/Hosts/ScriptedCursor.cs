// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Hosts;

/// <summary>
/// A shell script in the place of Cursor's command line: it reads the project's hooks file as Cursor does, runs what stands there for a few
/// events of one conversation, and keeps the replies. There is no Cursor that could be installed for tests.
/// </summary>
internal sealed class ScriptedCursor
{
    private const string Text = """
        #!/bin/sh
        # cursor-agent <conversation> [hold]
        if [ "$1" = --version ]; then echo 2026.07.23-e383d2b; exit 0; fi
        hooks=${CURSOR_HOOKS:-.cursor/hooks.json}
        fire() {
          tr -d '\n' < "$hooks" | grep -o "\"$1\": *\[[^]]*\]" | grep -o '"command": *"[^"]*"' | sed 's/^"command": *"//; s/"$//' | while read -r command; do
            printf '{"hook_event_name":"%s","conversation_id":"%s","generation_id":"g","model":"gpt-x","cursor_version":"2026.07.23","workspace_roots":["%s"]%s}' \
              "$1" "$conversation" "$PWD" "$2" | sh -c "$command" >> "replies-$conversation"
            echo >> "replies-$conversation"
          done
        }
        conversation=$1
        fire sessionStart ',"composer_mode":"agent"'
        fire beforeSubmitPrompt ',"prompt":"list files"'
        fire preToolUse ',"tool_name":"Shell","tool_use_id":"u1","tool_input":{"command":"ls"}'
        fire beforeShellExecution ',"command":"ls","cwd":"/"'
        touch "started-$conversation"
        if [ "$2" = hold ]; then while [ ! -e "go-$conversation" ]; do sleep 0.05; done; fi
        fire afterShellExecution ',"command":"ls","output":"file","duration":3'
        fire postToolUse ',"tool_name":"Shell","tool_use_id":"u1","tool_input":{"command":"ls"},"tool_output":"file"'
        fire afterAgentResponse ',"text":"one file"'
        fire stop ',"status":"completed"'
        exit 4
        """;

    private readonly Sandbox _sandbox;

    public ScriptedCursor(Sandbox sandbox)
    {
        _sandbox = sandbox;
        string program = Path.Combine(sandbox.Folder("cursor-bin"), "cursor-agent");
        File.WriteAllText(program, Text);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        sandbox.Environment["PATH"] = Path.GetDirectoryName(program) + ":" + sandbox.Environment["PATH"];
    }

    public string HooksFile => Path.Combine(_sandbox.Work, ".cursor", "hooks.json");

    /// <summary>Starts a run; one that holds waits in the middle of a tool call for <see cref="Go"/>.</summary>
    public RunningProgram Start(string conversation, bool hold = false) =>
        RunningProgram.Start(_sandbox, Programs.NemoFlow, ["cursor", "--", conversation, .. hold ? (string[])["hold"] : []]);

    public Task StartedAsync(string conversation, CancellationToken patience) => Eventually.FileExistsAsync(Path.Combine(_sandbox.Work, "started-" + conversation), patience);

    public void Go(string conversation) => File.WriteAllText(Path.Combine(_sandbox.Work, "go-" + conversation), "");

    public IReadOnlyList<string> Replies(string conversation) => File.ReadAllLines(Path.Combine(_sandbox.Work, "replies-" + conversation));
}
