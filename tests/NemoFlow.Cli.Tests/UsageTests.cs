// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Cli.Commands;

namespace NemoFlow.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("sesions", "there is no command 'sesions' here. Did you mean sessions? Try: nemo-flow --help")]
    [InlineData("instal codex", "there is no command 'instal' here. Did you mean install? Try: nemo-flow --help")]
    [InlineData("codx -- exec hi", "there is no command 'codx' here. Did you mean codex? Try: nemo-flow --help")]
    [InlineData("help", "there is no command 'help' here. Did you mean --help? Try: nemo-flow --help")]
    [InlineData("--bnd 127.0.0.1:0", "there is no option '--bnd' here. Did you mean --bind? Try: nemo-flow --help")]
    [InlineData("gateway strat", "there is no command 'strat' here. Did you mean start? Try: nemo-flow gateway --help")]
    [InlineData("gateway xyzzy", "there is no command 'xyzzy' here. Try: nemo-flow gateway --help")]
    [InlineData("sessions --json", "there is no option '--json' here. Try: nemo-flow sessions --help")]
    [InlineData("export atif --forse", "there is no option '--forse' here. Did you mean --force? Try: nemo-flow export atif --help")]
    [InlineData("export atif last --out x", "there is no option '--out' here. Did you mean --output? Try: nemo-flow export atif --help")]
    [InlineData("doctor --jsn", "there is no option '--jsn' here. Did you mean --json? Try: nemo-flow doctor --help")]
    [InlineData("run --agnt codex -- codex", "there is no option '--agnt' here. Did you mean --agent? Try: nemo-flow run --help")]
    [InlineData("sessions last last", "there is no command 'last' here. Try: nemo-flow sessions --help")]
    [InlineData("demo x", "there is no argument 'x' here. Try: nemo-flow demo --help")]
    [InlineData("sessions -n abc", "--limit takes a whole number, not 'abc'. Try: nemo-flow sessions --help")]
    [InlineData("sessions -n 0", "--limit takes a whole number from 1 on, not '0'. Try: nemo-flow sessions --help")]
    [InlineData("gateway run --idle-minutes x", "--idle-minutes takes a number, not 'x'. Try: nemo-flow gateway run --help")]
    [InlineData("completion tcsh", "Argument 'tcsh' not recognized. Must be one of: 'bash', 'zsh', 'fish', 'powershell', 'pwsh'. Try: nemo-flow completion --help")]
    [InlineData("gateway", "Required command was not provided. Try: nemo-flow gateway --help")]
    public async Task Run_WrongUsage_SaysWhatWasMeant(string line, string expected)
    {
        using StringWriter output = new();
        using StringWriter error = new();

        int code = await CommandLine.RunAsync(line.Split(' '), output, error);

        Assert.Equal((ExitCodes.Usage, "nemo-flow: " + expected, ""), (code, error.ToString().TrimEnd(), output.ToString()));
    }
}
