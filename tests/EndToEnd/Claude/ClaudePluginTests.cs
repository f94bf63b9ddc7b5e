// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Standalone;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Tests;

namespace NemoFlow.EndToEnd.Claude;

/// <summary>What the guide for Claude Code tells users to do without the wrapper.</summary>
public sealed class ClaudePluginTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Plugin_WithAGatewayThatStays_IsRecordedOnce(bool installed)
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("one-tool");
        Sandbox sandbox = run.Sandbox;
        await using StandaloneGateway gateway = await StandaloneGateway.StartAsync(sandbox);
        string url = gateway.Url.OriginalString.TrimEnd('/');
        string plugin = CopyPlugin(sandbox, url);
        sandbox.Environment["ANTHROPIC_BASE_URL"] = url;
        sandbox.Environment["NEMO_FLOW_GATEWAY_URL"] = url;
        if (installed)
        {
            Assert.Equal(0, (await ClaudeAsync(sandbox, "plugin", "marketplace", "add", plugin)).ExitCode);
            Assert.Equal(0, (await ClaudeAsync(sandbox, "plugin", "install", "nemo-flow@nemo-flow")).ExitCode);
            // These commands end sessions that had not begun.
            sandbox.Fired.Clear();
        }

        ProgramResult result = await ClaudeAsync(sandbox, [.. installed ? [] : (string[])["--plugin-dir", plugin], "-p", "Run one command."]);

        Assert.Equal(0, result.ExitCode);
        string trajectory = Assert.Single(Directory.EnumerateFiles(Path.Combine(sandbox.Work, ".nemo-flow", "atif")));
        Assert.Empty(AtifValidator.ValidateFile(trajectory));
        await gateway.StopAsync("TERM");
        Recording recording = Recording.Single(sandbox);
        HookOracle.Check(sandbox, recording);
        Assert.Equal(run.Requests.Count, recording.Requests.Count());
        Assert.Equal((CallStatus.Completed, "stop"), (Assert.Single(recording.Session.Turns).Status, recording.Session.Turns[0].EndReason));
    }

    /// <summary>The plugin as it is in the repository, but for the address of the gateway and the place of the hook client.</summary>
    private static string CopyPlugin(Sandbox sandbox, string url)
    {
        string from = Path.Combine(RepositoryPaths.Root, "integrations", "claude-code");
        string to = sandbox.Folder("plugin");
        foreach (string file in Directory.EnumerateFiles(from, "*.json", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllText(copy, File.ReadAllText(file)
                .Replace("http://127.0.0.1:4040", url, StringComparison.Ordinal).Replace("nemo-flow-hook ", "nemo-flow hook-forward ", StringComparison.Ordinal));
        }

        return to;
    }

    private static async Task<ProgramResult> ClaudeAsync(Sandbox sandbox, params string[] arguments)
    {
        await using RunningProgram claude = RunningProgram.Start(sandbox, Path.Combine(Programs.AgentFolder, "claude"), arguments);
        return await claude.WaitAsync();
    }
}
