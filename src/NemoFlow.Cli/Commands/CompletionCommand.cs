// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow completion SHELL</c>: a script that lets the shell ask this program for what may come next.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # nemo-flow completion for bash: add to ~/.bashrc:  source <(nemo-flow completion bash)
        _nemo_flow() {
          local word="${COMP_WORDS[COMP_CWORD]}" line="${COMP_LINE:0:COMP_POINT}" item
          COMPREPLY=()
          # A line may begin with assignments, or with the path of the program.
          line="nemo-flow ${line#*nemo-flow }"
          if [[ "$line" != *' -- '* ]]; then
            # The word is what stands behind = or :, where bash divides words there.
            [[ "$word" == [=:] ]] && word=''
            while IFS= read -r item; do
              [[ "$item" == "$word"* ]] && COMPREPLY+=("$item")
            done < <(nemo-flow "[suggest:${#line}]" "$line" 2>/dev/null)
          fi
          # Nothing of ours fits: a file.
          if (( ${#COMPREPLY[@]} == 0 )); then
            compopt -o filenames 2>/dev/null
            while IFS= read -r item; do
              COMPREPLY+=("$item")
            done < <(compgen -f -- "$word")
          fi
        }
        complete -F _nemo_flow nemo-flow
        """;

    private const string Zsh = """
        #compdef nemo-flow
        # nemo-flow completion for zsh: add to ~/.zshrc:  source <(nemo-flow completion zsh)
        _nemo_flow() {
          local line="nemo-flow ${(j: :)${(@)words[2,CURRENT-1]}}"
          line="${line% } $PREFIX"
          local -a found
          if (( ! ${words[(I)--]} || ${words[(I)--]} >= CURRENT )); then
            found=("${(@f)$(nemo-flow "[suggest:${#line}]" "$line" 2>/dev/null)}")
            found=("${(@M)${(@)found:#}:#$PREFIX*}")
          fi
          # Nothing of ours fits: a file.
          if (( ${#found} )); then
            compadd -- "${found[@]}"
          else
            _files
          fi
        }
        if [[ "${funcstack[1]}" == _nemo-flow ]]; then
          _nemo_flow "$@"
        else
          (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
          compdef _nemo_flow nemo-flow
        fi
        """;

    private const string Fish = """
        # nemo-flow completion for fish: nemo-flow completion fish > ~/.config/fish/completions/nemo-flow.fish
        function __nemo_flow_complete
            set -l words (commandline -opc)
            set -l found
            if not contains -- -- $words
                set -l line (string join ' ' -- nemo-flow $words[2..-1] (commandline -ct))
                set found (nemo-flow "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null )
            end
            # Nothing of ours fits: a file.
            set -l token (commandline -ct)
            set found (for item in $found
                test (string sub -l (string length -- "$token") -- $item) = "$token"; and echo $item
            end)
            if test (count $found) -gt 0
                printf '%s\n' $found
            else
                __fish_complete_path (commandline -ct)
            end
        end
        complete -c nemo-flow -f -a "(__nemo_flow_complete)"
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
