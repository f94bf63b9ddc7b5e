// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using NemoFlow.EndToEnd.Scenarios;
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Launch;

/// <summary>What cannot be run is refused in one line, before anything is started.</summary>
public sealed class ProblemTests
{
    [Fact]
    public async Task Run_HookInArguments_IsRefused()
    {
        await using CodexCase run = await CodexCase.StartAsync("plain-text");

        ProgramResult result = await run.RunAsync("-c", "hooks.Stop=[{hooks=[{type=\"command\",command=\"true\"}]}]", "Say hello.");

        AssertRefused(run.Sandbox, result, 2, "hooks.Stop");
        Assert.Empty(run.Provider.Requests);
    }

    [Fact]
    public async Task Run_UnreadableConfiguration_IsRefusedWithItsPlace()
    {
        await using CodexCase run = await CodexCase.StartAsync("plain-text", configuration: "model = \"gpt\n");

        ProgramResult result = await run.RunAsync("Say hello.");

        AssertRefused(run.Sandbox, result, 2, run.Sandbox.ConfigurationPath);
    }

    [Fact]
    public async Task Run_MissingCodex_NamesTheRemedy()
    {
        await using Sandbox sandbox = new();
        sandbox.Environment["PATH"] = sandbox.Folder("empty") + ":/usr/bin:/bin";

        AssertRefused(sandbox, await NemoFlowAsync(sandbox, "codex", "--", "exec", "hi"), 1, "npm install -g @openai/codex");
    }

    [Fact]
    public async Task Run_OldCodex_IsRefused()
    {
        await using Sandbox sandbox = new();
        string fake = Path.Combine(sandbox.Folder("old"), "codex");
        File.WriteAllText(fake, "#!/bin/sh\ntest \"$1\" = --version && echo 'codex-cli 0.120.0' && exit\ntouch was-started\n");
        File.SetUnixFileMode(fake, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        sandbox.Environment["PATH"] = Path.GetDirectoryName(fake) + ":/usr/bin:/bin";

        AssertRefused(sandbox, await NemoFlowAsync(sandbox, "codex", "--", "exec", "hi"), 2, "0.129");
        Assert.False(File.Exists(Path.Combine(sandbox.Work, "was-started")));
    }

    [Theory]
    [InlineData("sesions", "'sesions' here. Did you mean sessions? Try: nemo-flow --help")]
    [InlineData("instal codex", "there is no command 'instal' here. Did you mean install? Try: nemo-flow --help")]
    [InlineData("export atif", "Try: nemo-flow export atif --help")]
    [InlineData("install codex --scope x", "'user', 'project'. Try: nemo-flow install --help")]
    [InlineData("install emacs", "use codex, claude-code, cursor, hermes")]
    [InlineData("uninstall emacs", "use codex, claude-code, cursor, hermes")]
    [InlineData("doctor emacs", "codex, claude-code, cursor, hermes")]
    [InlineData("doctor --live cursor", "use codex or claude-code")]
    [InlineData("rehearse --scenario none-like-this", "one-tool")]
    [InlineData("rehearse --port 99999", "65535")]
    [InlineData("--bind 0.0.0.0:0", "127.0.0.1")]
    [InlineData("--bind nonsense", "127.0.0.1:4040")]
    public async Task Usage_Wrong_IsSaidInOneLineWithTheRemedy(string arguments, string says)
    {
        await using Sandbox sandbox = new();

        AssertRefused(sandbox, await NemoFlowAsync(sandbox, arguments.Split(' ')), 2, says);
    }

    [Theory]
    [InlineData("run", "nemo-flow run -- codex exec")]
    [InlineData("run -- make", "--agent codex")]
    [InlineData("run --agent emacs -- make", "--agent codex")]
    public async Task Run_UnknownAgent_IsSaidInOneLineWithTheRemedy(string arguments, string says)
    {
        await using Sandbox sandbox = new();

        AssertRefused(sandbox, await NemoFlowAsync(sandbox, arguments.Split(' ')), 1, says);
    }

    [Fact]
    public async Task HookForward_Help_IsShown()
    {
        await using Sandbox sandbox = new();

        ProgramResult result = await NemoFlowAsync(sandbox, "hook-forward", "--help");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("--fail-closed", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bind_PortIsTaken_IsRefused(bool serve)
    {
        if (!serve)
        {
            Programs.RequireCodex();
        }

        await using Sandbox sandbox = new();
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        string address = taken.LocalEndpoint.ToString()!;
        sandbox.Environment["NEMO_FLOW_GATEWAY_BIND"] = address;

        ProgramResult result = serve ? await NemoFlowAsync(sandbox, "--bind", address) : await NemoFlowAsync(sandbox, "codex", "--", "exec", "hi");

        AssertRefused(sandbox, result, 1, address.Split(':')[1]);
    }

    [Theory]
    [InlineData("run", "--dry-run", "--print", "--", "codex")]
    [InlineData("codex", "--dry-run", "--", "exec", "hi")]
    public async Task DryRun_StartsNothingAndMasksSecrets(params string[] arguments)
    {
        await using CodexCase run = await CodexCase.StartAsync("plain-text");
        run.Sandbox.Environment["NEMO_FLOW_GATEWAY_TOKEN"] = "token-0123456789";
        run.Sandbox.Environment["OPENAI_API_KEY"] = run.Sandbox.Key;

        ProgramResult result = await run.NemoFlowAsync(arguments);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("model_provider=", result.Output, StringComparison.Ordinal);
        Assert.Contains("hooks.Stop=", result.Output, StringComparison.Ordinal);
        Assert.Contains("gateway_url = ", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("token-0123456789", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Sandbox.Key, result.Output, StringComparison.Ordinal);
        Assert.Empty(run.Provider.Requests);
        Assert.Empty(Directory.EnumerateFileSystemEntries(run.Sandbox.State));
        Assert.Empty(Directory.EnumerateFileSystemEntries(run.Sandbox.Work));
        Assert.Empty(run.Sandbox.Fired.Payloads());
    }

    private static async Task<ProgramResult> NemoFlowAsync(Sandbox sandbox, params string[] arguments)
    {
        await using RunningProgram program = RunningProgram.Start(sandbox, Programs.NemoFlow, arguments);
        return await program.WaitAsync();
    }

    private static void AssertRefused(Sandbox sandbox, ProgramResult result, int exitCode, string says)
    {
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("nemo-flow: ", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.Empty(Recording.All(sandbox));
        Assert.Empty(sandbox.Processes());
    }
}
