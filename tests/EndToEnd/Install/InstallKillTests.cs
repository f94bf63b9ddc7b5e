// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Install;

/// <summary>Installing and uninstalling, killed in the middle again and again, for every agent.</summary>
public sealed class InstallKillTests
{
    private const int Rounds = 24;

    private static readonly Dictionary<string, (string Folder, Dictionary<string, string> Files, string[] Options)> Agents = new()
    {
        [AgentKinds.Codex] = (
            ".codex",
            new()
            {
                ["config.toml"] = "# my words\r\napproval_policy   = \"never\"   # never ask\r\n\r\n[features] # here\r\nhooks = false # not yet\r\n# last words",
                ["hooks.json"] = "{ \"hooks\": { \"Stop\": [ { \"hooks\": [ { \"type\": \"command\", \"command\": \"true\" } ] } ] } }",
            },
            ["--trust", "--provider", "alias"]),
        [AgentKinds.ClaudeCode] = (
            ".claude",
            new() { ["settings.json"] = "{\r\n  \"hooks\" : {\r\n    \"Stop\": [ { \"hooks\": [ { \"type\": \"command\", \"command\": \"true\" } ] } ]\r\n  },\r\n  \"includeCoAuthoredBy\":false\r\n}" },
            ["--provider", "builtin"]),
        [AgentKinds.Cursor] = (
            ".cursor",
            new() { ["hooks.json"] = "\uFEFF{\n  \"version\": 1,   // Cursor asks for it\n  \"hooks\": {\n    \"stop\": [ { \"command\": \"true\" } ],\n  }\n}" },
            []),
        [AgentKinds.Hermes] = (
            ".hermes",
            new() { ["config.yaml"] = "# my words\nmodel: \"local\"   # mine\nhooks:\n  on_session_start:\n    - command: \"true\"\n# last words\n" },
            []),
    };

    [Theory]
    [InlineData(AgentKinds.Codex, true)]
    [InlineData(AgentKinds.ClaudeCode, true)]
    [InlineData(AgentKinds.Cursor, true)]
    [InlineData(AgentKinds.Hermes, true)]
    [InlineData(AgentKinds.Codex, false)]
    [InlineData(AgentKinds.ClaudeCode, false)]
    [InlineData(AgentKinds.Cursor, false)]
    [InlineData(AgentKinds.Hermes, false)]
    public async Task Process_KilledAtAnyStep_LeavesWholeFilesAndTheNextOneMendsThem(string agent, bool hasFiles)
    {
        await using Sandbox sandbox = new();
        sandbox.Environment["PATH"] = Path.GetDirectoryName(Programs.NemoFlow)! + ":/usr/bin:/bin";
        sandbox.Environment.Remove("CODEX_HOME");
        (string name, Dictionary<string, string> files, string[] options) = Agents[agent];
        string folder = Path.Combine(sandbox.Environment["HOME"], name);
        foreach ((string file, string text) in hasFiles ? files : [])
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, file), text);
        }

        // What each file may be at any moment: as it was, or as a step that was not cut off leaves it.
        Dictionary<string, string> before = Files(folder);
        await RunAsync(sandbox, ["install", agent, .. options.Where(o => o != "--trust")]);
        Dictionary<string, string> untrusted = Files(folder);
        await RunAsync(sandbox, ["install", agent, .. options]);
        Dictionary<string, string> installed = Files(folder);
        await RunAsync(sandbox, "uninstall", agent);
        Assert.Equal(before, Files(folder));
        Assert.NotEqual(before, installed);

        int killed = 0;
        for (int round = 0; round < Rounds; round++)
        {
            killed += await KillAsync(sandbox, round % 3 == 2 ? ["uninstall", agent] : ["install", agent, .. options], 1 + (round * 5 % 16)) ? 1 : 0;
            foreach ((string file, string content) in Files(folder).Where(f => !f.Key.EndsWith(".nemo-flow.tmp", StringComparison.Ordinal)))
            {
                string?[] whole = [before.GetValueOrDefault(file), untrusted.GetValueOrDefault(file), installed.GetValueOrDefault(file)];
                Assert.True(whole.Contains(content), $"round {round}: {file} is\n{content}");
            }

            Assert.All(before.Keys, file => Assert.True(File.Exists(Path.Combine(folder, file)), $"round {round}: {file} is gone"));
            if (round % 4 == 3)
            {
                await RunAsync(sandbox, ["install", agent, .. options]);
                Assert.Equal(installed, Files(folder));
            }
        }

        Assert.True(killed > Rounds / 3, $"Only {killed} of {Rounds} were killed before they were done.");
        await RunAsync(sandbox, ["install", agent, .. options]);
        Assert.Equal(installed, Files(folder));
        await RunAsync(sandbox, "uninstall", agent);
        Assert.Equal(before, Files(folder));
        Assert.Equal(hasFiles, Directory.Exists(folder));
        Assert.DoesNotContain(Directory.EnumerateFiles(sandbox.Root, "*", SearchOption.AllDirectories), f => f.EndsWith(".tmp", StringComparison.Ordinal) || f.EndsWith(".new", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(sandbox.State, "installs")));
    }

    private static Dictionary<string, string> Files(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).ToDictionary(f => Path.GetFileName(f), f => Convert.ToHexString(File.ReadAllBytes(f)))
        : [];

    private static async Task RunAsync(Sandbox sandbox, params string[] arguments)
    {
        await using RunningProgram program = RunningProgram.Start(sandbox, Programs.NemoFlow, arguments);
        ProgramResult result = await program.WaitAsync();
        Assert.True(result.ExitCode == 0, $"nemo-flow {string.Join(' ', arguments)}: {result.ExitCode}\n{result.Output}\n{result.Error}");
    }

    /// <summary>Kills the program as soon as it has changed something on the disk so and so often. False where it was done before.</summary>
    private static async Task<bool> KillAsync(Sandbox sandbox, string[] arguments, int atChange)
    {
        using FileSystemWatcher watcher = new(sandbox.Root) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.Size | NotifyFilters.LastWrite };
        using ManualResetEventSlim started = new();
        int changes = 0;
        Process? victim = null;
        void Count(object sender, FileSystemEventArgs change)
        {
            if (Interlocked.Increment(ref changes) == atChange)
            {
                started.Wait(TestContext.Current.CancellationToken);
                victim!.Kill();
            }
        }

        watcher.Created += Count;
        watcher.Changed += Count;
        watcher.Deleted += Count;
        watcher.Renamed += Count;
        watcher.EnableRaisingEvents = true;
        await using RunningProgram program = RunningProgram.Start(sandbox, Programs.NemoFlow, arguments);
        using (victim = Process.GetProcessById(program.Id))
        {
            started.Set();
            bool wasKilled = (await program.WaitAsync()).ExitCode == 137;
            watcher.EnableRaisingEvents = false;
            return wasKilled;
        }
    }
}
