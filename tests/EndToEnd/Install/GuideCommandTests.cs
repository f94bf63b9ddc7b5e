// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Support;
using NemoFlow.Tests;

namespace NemoFlow.EndToEnd.Install;

/// <summary>The guides for agents, from top to bottom: every block marked as shell is run as it stands.</summary>
public sealed class GuideCommandTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(AgentKinds.Codex, 3)]
    [InlineData(AgentKinds.ClaudeCode, 3)]
    [InlineData(AgentKinds.Cursor, 4)]
    [InlineData(AgentKinds.Hermes, 3)]
    public async Task Guide_Agent_EveryCommandWorks(string agent, int sessions)
    {
        await using InstalledCodex machine = await PrepareAsync(agent);
        string[] before = Configuration(machine);
        await ShellAsync(machine, "git init -q .");
        List<string> blocks = Blocks(File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "agents", agent + ".md")));
        Assert.True(blocks.Count >= 6, $"only {blocks.Count} blocks");

        foreach (string block in blocks)
        {
            ProgramResult result = await ShellAsync(machine, "set -e\n" + block);
            output.WriteLine("$ " + block + "\n" + result.Output + result.Error);
            Assert.True(result.ExitCode == 0, $"{block}\nended with {result.ExitCode}\n{result.Output}\n{result.Error}");
        }

        await machine.NemoFlowAsync("uninstall", agent);
        machine.AssertUntouched();
        Assert.Equal(before, Configuration(machine));
        Assert.Equal(sessions, Recording.All(machine.Sandbox).Count);
    }

    [Fact]
    public async Task Page_Gateway_EveryCommandWorks()
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("plain-text");
        List<string> blocks = Blocks(File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "gateway.md")));

        foreach (string block in blocks)
        {
            ProgramResult result = await ShellAsync(machine, "set -e\n" + block);
            Assert.True(result.ExitCode == 0, $"{block}\nended with {result.ExitCode}\n{result.Output}\n{result.Error}");
            Assert.Contains("\"status\":\"ok\"", result.Output, StringComparison.Ordinal);
        }

        Assert.NotEmpty(blocks);
        await machine.StopGatewayAsync();
    }

    [Fact]
    public async Task NoArguments_NewUser_SaysTheNextCommand()
    {
        await using InstalledCodex machine = await InstalledCodex.PrepareAsync("plain-text");

        ProgramResult fresh = await machine.NemoFlowAsync();
        await machine.NemoFlowAsync("install", "codex");
        ProgramResult installed = await machine.NemoFlowAsync();

        await ShellAsync(machine, Next(installed));
        ProgramResult trusted = await machine.NemoFlowAsync();

        Assert.Equal("nemo-flow codex", Next(fresh));
        Assert.Contains("codex (hooks installed, but they do not fire)", installed.Output, StringComparison.Ordinal);
        Assert.Equal("nemo-flow install codex --trust", Next(installed));
        Assert.Contains("codex (hooks installed)", trusted.Output, StringComparison.Ordinal);
        Assert.Equal("nemo-flow doctor --live codex", Next(trusted));
        Assert.Equal(0, (await ShellAsync(machine, Next(trusted))).ExitCode);
    }

    private static string Next(ProgramResult guide) => guide.Output.Split('\n').Single(l => l.TrimStart().StartsWith("next ", StringComparison.Ordinal)).Trim()["next".Length..].Trim();

    private static async Task<InstalledCodex> PrepareAsync(string agent)
    {
        if (agent == AgentKinds.ClaudeCode)
        {
            return await ClaudeInstallTests.PrepareAsync("plain-text");
        }

        InstalledCodex machine = await InstalledCodex.PrepareAsync("plain-text");
        if (agent != AgentKinds.Codex)
        {
            StandIns.Add(machine.Sandbox, agent);
            string file = Path.Combine(machine.Sandbox.Environment["HOME"], agent == AgentKinds.Cursor ? ".cursor/hooks.json" : ".hermes/config.yaml");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, agent == AgentKinds.Cursor ? "{\r\n  \"version\": 1\r\n}" : "# mine\nmodel:\n  provider: auto  # the best");
        }

        return machine;
    }

    /// <summary>What agents keep in the home folder, with its content.</summary>
    private static string[] Configuration(InstalledCodex machine) => [.. ((string[])["home/.cursor/hooks.json", "home/.hermes/config.yaml", "claude-home/settings.json"])
        .Select(f => Path.Combine(machine.Sandbox.Root, f)).Where(File.Exists).Select(f => f + ": " + Convert.ToBase64String(File.ReadAllBytes(f)))];

    private static List<string> Blocks(string markdown)
    {
        List<string> blocks = [];
        string[] parts = markdown.Split("```");
        for (int i = 1; i < parts.Length; i += 2)
        {
            if (parts[i].StartsWith("sh\n", StringComparison.Ordinal))
            {
                blocks.Add(parts[i][3..].TrimEnd());
            }
        }

        return blocks;
    }

    private static async Task<ProgramResult> ShellAsync(InstalledCodex machine, string script)
    {
        await using RunningProgram program = RunningProgram.Start(machine.Sandbox, "/bin/sh", ["-c", script]);
        return await program.WaitAsync();
    }
}
