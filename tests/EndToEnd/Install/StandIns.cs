// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Install;

/// <summary>Shell scripts in the place of agents that cannot be installed for tests: they read the user's configuration as the agent does, and fire its hooks.</summary>
internal static class StandIns
{
    private const string Cursor = """
        #!/bin/sh
        if [ "$1" = --version ]; then echo 2026.07.23-e383d2b; exit 0; fi
        fire() {
          for hooks in "$HOME/.cursor/hooks.json" .cursor/hooks.json; do
            [ -e "$hooks" ] || continue
            tr -d '\n' < "$hooks" | grep -o "\"$1\": *\[[^]]*\]" | grep -o '"command": *"[^"]*"' | sed 's/^"command": *"//; s/"$//' | while read -r command; do
              printf '{"hook_event_name":"%s","conversation_id":"c%s","generation_id":"g","workspace_roots":["%s"]%s}' "$1" "$$" "$PWD" "$2" | sh -c "$command" > /dev/null
            done
          done
        }
        fire sessionStart
        fire beforeSubmitPrompt ',"prompt":"list files"'
        fire preToolUse ',"tool_name":"Shell","tool_use_id":"u1","tool_input":{"command":"ls"}'
        fire postToolUse ',"tool_name":"Shell","tool_use_id":"u1","tool_input":{"command":"ls"},"tool_output":"file"'
        fire afterAgentResponse ',"text":"one file"'
        fire stop ',"status":"completed"'
        """;

    /// <summary>Its user approves whatever it asks for.</summary>
    private const string Hermes = """
        #!/bin/sh
        if [ "$1" = --version ]; then echo "Hermes Agent v0.15.1"; exit 0; fi
        home=${HERMES_HOME:-$HOME/.hermes}
        if [ "$1" = hooks ]; then cat "$home/shell-hooks-allowlist.json"; exit 0; fi
        commands() { sed -n "/^  $1:/,/^  [a-z]/p" "$home/config.yaml" | sed -n 's/.*command: "\(.*\)"$/\1/p'; }
        separator=
        { printf '{"approvals":['
          for event in $(sed -n 's/^  \([a-z_]*\):$/\1/p' "$home/config.yaml"); do
            printf '%s{"event":"%s","command":"%s"}' "$separator" "$event" "$(commands "$event")"
            separator=,
          done
          printf ']}'; } > "$home/shell-hooks-allowlist.json"
        fire() {
          commands "$1" | while read -r command; do
            printf '{"hook_event_name":"%s","session_id":"h%s","cwd":"%s","extra":{%s}}' "$1" "$$" "$PWD" "$2" | sh -c "$command" > /dev/null
          done
        }
        fire on_session_start
        fire pre_llm_call '"user_message":"Say hello."'
        fire post_llm_call '"assistant_response":"Hello."'
        fire on_session_end '"completed":true'
        fire on_session_finalize
        """;

    public static void Add(Sandbox sandbox, string agent)
    {
        (string name, string text) = agent == AgentKinds.Cursor ? ("cursor-agent", Cursor) : ("hermes", Hermes);
        string program = Path.Combine(sandbox.Folder(agent + "-bin"), name);
        File.WriteAllText(program, text);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        sandbox.Environment["PATH"] = Path.GetDirectoryName(program) + ":" + sandbox.Environment["PATH"];
    }
}
