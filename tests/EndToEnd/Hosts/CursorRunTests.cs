// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Text;

namespace NemoFlow.EndToEnd.Hosts;

/// <summary><c>nemo-flow cursor</c>: hooks come and go with the run, and the file is as it was, whatever happens.</summary>
public sealed class CursorRunTests
{
    private const string UsersFile = """
        {
          "version": 1,   // Cursor asks for it
          "hooks": {
            "stop": [ { "command": "true" } ],
          }
        }

        """;

    [Fact]
    public async Task Run_WithoutHooksFile_RecordsAndLeavesNoTrace()
    {
        await using Sandbox sandbox = new();
        ScriptedCursor cursor = new(sandbox);
        await using RunningProgram program = cursor.Start("c1");

        ProgramResult result = await program.WaitAsync();

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("hooks only are recorded", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(cursor.HooksFile)));
        Assert.All(cursor.Replies("c1"), r => Assert.Equal("""{"continue":true}""", r));
        Session session = Recording.Single(sandbox).Session;
        Assert.Equal(("c1", AgentKinds.Cursor, "2026.7.23", 4), (session.Id, session.Agent, session.AgentVersion, session.ExitCode));
        Turn turn = Assert.Single(session.Turns);
        Assert.Equal(("list files", "one file", CallStatus.Completed), (turn.Prompt, turn.Response, turn.Status));
        Assert.Equal("file", Assert.Single(turn.Items.OfType<ToolCall>()).Result?.GetString());
        JsonElement trajectory = Recording.Single(sandbox).Trajectory();
        Assert.Equal(["user", "system", "agent"], trajectory.ItemsAt("steps").Select(s => s.TextAt("source")));
    }

    [Fact]
    public async Task Run_WithUsersFile_RunsBothAndRestoresItExactly()
    {
        await using Sandbox sandbox = new();
        ScriptedCursor cursor = new(sandbox);
        string real = Path.Combine(sandbox.Folder("dotfiles"), "cursor-hooks.json");
        File.WriteAllText(real, UsersFile);
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        DateTime written = File.GetLastWriteTimeUtc(real);
        Directory.CreateDirectory(Path.GetDirectoryName(cursor.HooksFile)!);
        File.CreateSymbolicLink(cursor.HooksFile, real);
        await using RunningProgram program = cursor.Start("c1", hold: true);
        await cursor.StartedAsync("c1", program.Patience);

        Assert.Contains("--in-run", File.ReadAllText(real), StringComparison.Ordinal);
        Assert.Contains("// Cursor asks for it", File.ReadAllText(real), StringComparison.Ordinal);
        cursor.Go("c1");
        await program.WaitAsync();

        Assert.Equal(UsersFile, File.ReadAllText(real));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(real));
        Assert.Equal(written, File.GetLastWriteTimeUtc(real));
        Assert.Equal(real, new FileInfo(cursor.HooksFile).LinkTarget);
        Assert.Equal([real], Directory.EnumerateFiles(Path.GetDirectoryName(real)!));
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task Run_Signalled_RestoresAtTheLatestWithTheNextCommand(string signal)
    {
        await using Sandbox sandbox = new();
        ScriptedCursor cursor = new(sandbox);
        Directory.CreateDirectory(Path.GetDirectoryName(cursor.HooksFile)!);
        File.WriteAllText(cursor.HooksFile, UsersFile);
        await using RunningProgram program = cursor.Start("c1", hold: true);
        await cursor.StartedAsync("c1", program.Patience);

        await program.SignalAsync(signal);
        await Eventually.IsTrueAsync(() => program.HasExited, program.Patience);
        bool left = File.ReadAllText(cursor.HooksFile) != UsersFile;
        Assert.Equal(signal == "KILL", left);
        await using RunningProgram next = RunningProgram.Start(sandbox, Programs.NemoFlow, ["sessions"]);
        ProgramResult result = await next.WaitAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(UsersFile, File.ReadAllText(cursor.HooksFile));
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(cursor.HooksFile)!));
        cursor.Go("c1");
    }

    [Fact]
    public async Task Runs_TwoAtOnce_KeepTheHooksUntilTheLastEnds()
    {
        await using Sandbox sandbox = new();
        ScriptedCursor cursor = new(sandbox);
        Directory.CreateDirectory(Path.GetDirectoryName(cursor.HooksFile)!);
        File.WriteAllText(cursor.HooksFile, UsersFile);
        await using RunningProgram one = cursor.Start("c1", hold: true);
        await using RunningProgram two = cursor.Start("c2", hold: true);
        await cursor.StartedAsync("c1", one.Patience);
        await cursor.StartedAsync("c2", two.Patience);

        cursor.Go("c1");
        await one.WaitAsync();
        Assert.Contains("--in-run", File.ReadAllText(cursor.HooksFile), StringComparison.Ordinal);
        cursor.Go("c2");
        await two.WaitAsync();

        Assert.Equal(UsersFile, File.ReadAllText(cursor.HooksFile));
        Assert.Equal(["c1", "c2"], Recording.All(sandbox).Select(r => r.Id));
        Assert.All(Recording.All(sandbox), r => Assert.Equal(8, r.Hooks.Count()));
    }

    [Fact]
    public async Task Hooks_OfAnotherCursorMeanwhile_AreAnsweredAndNotRecorded()
    {
        await using Sandbox sandbox = new();
        ScriptedCursor cursor = new(sandbox);
        await using RunningProgram program = cursor.Start("c1", hold: true);
        await cursor.StartedAsync("c1", program.Patience);
        string command = JsonElement.Parse(File.ReadAllText(cursor.HooksFile)).GetProperty("hooks").GetProperty("stop")[0].TextAt("command")!;

        await using RunningProgram other = RunningProgram.Start(sandbox, "/bin/sh", ["-c", command], """{"hook_event_name":"stop","conversation_id":"other"}""");
        ProgramResult reply = await other.WaitAsync();
        cursor.Go("c1");
        await program.WaitAsync();

        Assert.Equal((0, """{"continue":true}""", ""), (reply.ExitCode, reply.Output.Trim(), reply.Error));
        Assert.Equal("c1", Recording.Single(sandbox).Id);
        Assert.False(Directory.Exists(Path.Combine(sandbox.State, "spool")));
    }

    [Fact]
    public async Task Run_MalformedHooksFile_IsRefusedAndTheFileLeftAlone()
    {
        await using Sandbox sandbox = new();
        ScriptedCursor cursor = new(sandbox);
        Directory.CreateDirectory(Path.GetDirectoryName(cursor.HooksFile)!);
        File.WriteAllText(cursor.HooksFile, """{"hooks": []}""");
        await using RunningProgram program = cursor.Start("c1");

        ProgramResult result = await program.WaitAsync();

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(cursor.HooksFile, result.Error, StringComparison.Ordinal);
        Assert.Contains("'hooks' must be an object", result.Error, StringComparison.Ordinal);
        Assert.Equal("""{"hooks": []}""", File.ReadAllText(cursor.HooksFile));
    }

    [Fact]
    public async Task Run_FolderThatCannotBeWritten_RunsTheAgentAndSaysWhatIsMissing()
    {
        await using Sandbox sandbox = new();
        ScriptedCursor cursor = new(sandbox);
        string inTheWay = Path.GetDirectoryName(cursor.HooksFile)!;
        File.WriteAllText(inTheWay, "a file");
        await using RunningProgram program = cursor.Start("c1");

        ProgramResult result = await program.WaitAsync();

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("nothing of this run is recorded", result.Error, StringComparison.Ordinal);
        Assert.Equal("a file", File.ReadAllText(inTheWay));
    }
}
