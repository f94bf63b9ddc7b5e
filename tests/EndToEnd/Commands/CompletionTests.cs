// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Commands;

/// <summary>The completion scripts in the shells that they are for; a shell that is not on this machine is skipped.</summary>
public sealed class CompletionTests
{
    /// <summary>Calls the function as bash does, with the words as bash divides them.</summary>
    private const string Bash = """
        source <(nemo-flow completion bash)
        COMP_LINE=$1 COMP_POINT=${#1}
        read -ra COMP_WORDS <<< "$1"
        [[ $1 == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _nemo_flow
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    /// <summary>Types the line and a tab into a zsh of its own, and reads the line as it is then.</summary>
    private const string Zsh = """
        zmodload zsh/zpty
        file=$TMPDIR/line
        zpty -b shell zsh -f -i
        zpty -w shell "autoload -Uz compinit; compinit -u -D; source <(nemo-flow completion zsh); show() { print -r -- \"\$BUFFER\" > $file.new; mv $file.new $file }; zle -N show; bindkey '^X' show; unsetopt beep; print RE''ADY"
        zpty -r shell text '*READY*'
        zpty -n -w shell "$1"$'\t\x18'
        for i in {1..300}; do
          [[ -e $file ]] && break
          zpty -rt shell text
          sleep 0.1
        done
        zpty -d shell
        typed="$(<$file)"
        print -r -- "${${typed% }##* }"
        """;

    private const string Fish = "nemo-flow completion fish | source; complete -C $argv[1]";

    private const string PowerShell = """
        nemo-flow completion powershell | Out-String | Invoke-Expression
        (TabExpansion2 $env:LINE $env:LINE.Length).CompletionMatches.CompletionText
        """;

    private static readonly (string Line, string Expected)[] Lines =
    [
        ("nemo-flow unin", "uninstall"),
        ("nemo-flow doctor --l", "--live"),
        ("nemo-flow install cod", "codex"),
        ("nemo-flow install codex --provider b", "builtin"),
        ("nemo-flow sessions la", "last"),
        ("nemo-flow gateway stat", "status"),
        ("nemo-flow --config onl", "only.toml"),
        ("nemo-flow codex -- exec onl", "only.toml"),
    ];

    public static TheoryData<string, string, string> Cases()
    {
        TheoryData<string, string, string> cases = [];
        foreach (string shell in (string[])["bash", "zsh", "fish", "pwsh"])
        {
            foreach ((string line, string expected) in Lines)
            {
                cases.Add(shell, line, expected);
            }

            if (shell != "pwsh")
            {
                cases.Add(shell, "NAME=1 nemo-flow unin", "uninstall");
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Tab_InTheShell_CompletesTheLine(string shell, string line, string expected)
    {
        Programs.RequireUnix();
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(f => Path.Combine(f, shell)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, $"{shell} is not on this machine");
        await using Sandbox sandbox = new();
        File.WriteAllText(Path.Combine(sandbox.Work, "only.toml"), "");
        sandbox.Environment["LINE"] = line;

        await using RunningProgram running = RunningProgram.Start(sandbox, program!, shell switch
        {
            "bash" => ["--noprofile", "--norc", "-c", Bash, "bash", line],
            "zsh" => ["-f", "-c", Zsh, "zsh", line],
            "fish" => ["--no-config", "-c", Fish, line],
            _ => ["-NoProfile", "-NonInteractive", "-Command", PowerShell],
        });
        ProgramResult result = await running.WaitAsync();

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(expected, result.Output.Trim().Split('\t')[0].Replace("./", "", StringComparison.Ordinal));
    }
}
