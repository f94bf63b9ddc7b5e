// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow completion SHELL</c>: a script that lets the shell ask this program for what may come next.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # nemo-flow completion for bash: add to ~/.bashrc:  source <(nemo-flow completion bash)
        _nemo_flow() {
          local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}"
          COMPREPLY=()
          if [[ " $line" == *' -- '* ]]; then
            COMPREPLY=($(compgen -f -- "$word"))
            return
          fi
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(nemo-flow "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _nemo_flow nemo-flow
        """;

    private const string Zsh = """
        #compdef nemo-flow
        # nemo-flow completion for zsh: add to ~/.zshrc:  source <(nemo-flow completion zsh)
        _nemo_flow() {
          local line="${BUFFER[1,CURSOR]}"
          if [[ " $line" == *' -- '* ]]; then
            _files
            return
          fi
          local -a words_after
          words_after=("${(@f)$(nemo-flow "[suggest:${#line}]" "$line" 2>/dev/null)}")
          compadd -- ${words_after:#}
        }
        (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
        compdef _nemo_flow nemo-flow
        """;

    private const string Fish = """
        # nemo-flow completion for fish: nemo-flow completion fish > ~/.config/fish/completions/nemo-flow.fish
        function __nemo_flow_complete
            set -l line (commandline -cp)
            nemo-flow "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c nemo-flow -f -n "not contains -- -- (commandline -opc)" -a "(__nemo_flow_complete)"
        """;

    private const string PowerShell = """
        # nemo-flow completion for PowerShell: add to $PROFILE:  nemo-flow completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName nemo-flow -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $line = $commandAst.ToString().PadRight($cursorPosition).Substring(0, $cursorPosition)
            nemo-flow "[suggest:$($line.Length)]" $line 2>$null |
                Where-Object { $_ -like "$wordToComplete*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    public static Command Create(TextWriter output)
    {
        Command command = new("completion", "Print a completion script for a shell.");
        Argument<string> shell = new("shell") { Description = "bash, zsh, fish or powershell." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "powershell", "pwsh");
        command.Arguments.Add(shell);
        command.SetAction(parsed =>
        {
            output.WriteLine(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, "fish" => Fish, _ => PowerShell });
            return ExitCodes.Ok;
        });
        return command;
    }
}
