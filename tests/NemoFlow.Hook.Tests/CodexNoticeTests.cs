// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Hook.Tests;

/// <summary>A subagent's notice gets the session that its thread belongs to, from Codex's own record of the thread.</summary>
public sealed class CodexNoticeTests : IDisposable
{
    private const string Thread = "01a1ff68-55f7-7430-8767-d3ce971052d0";
    private const string Notice = """{"type":"agent-turn-complete","thread-id":"01a1ff68-55f7-7430-8767-d3ce971052d0","last-assistant-message":"done"}""";

    private readonly string _home = Directory.CreateTempSubdirectory("nemo-flow-notice-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Theory]
    [InlineData("""{"type":"session_meta","payload":{"session_id":"root","id":"x","parent_thread_id":"middle","source":{"subagent":{"thread_spawn":{"parent_thread_id":"middle"}}}}}""", "root")]
    [InlineData("""{"type":"session_meta","payload":{"id":"x","source":{"subagent":{"thread_spawn":{"parent_thread_id":"parent","depth":1}}}}}""", "parent")]
    [InlineData("""{"type":"session_meta","payload":{"session_id":"root","source":{"subagent":"review"},"thread_source":"subagent"}}""", "root")]
    [InlineData("""{"type":"session_meta","payload":{"session_id":"root","parent_thread_id":"root","base_instructions":{"text":"cut off he""", "root")]
    public void Complete_ThreadOfASubagent_NamesItsSession(string record, string session)
    {
        Write(record, 21);

        Assert.Equal("{\"session_id\":\"" + session + "\"," + Notice[1..], Complete(Notice));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(22)]
    public void Complete_LocalDayIsAnotherThanUtc_FindsTheRecord(int day)
    {
        Write("""{"payload":{"session_id":"root","parent_thread_id":"root"}}""", day);

        Assert.StartsWith("{\"session_id\":\"root\",", Complete(Notice), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"payload":{"session_id":"01a1ff68-55f7-7430-8767-d3ce971052d0","thread_source":"user"}}""")]
    [InlineData("""{"payload":{"session_id":"root","thread_source":"user"}}""")]
    [InlineData("""{"payload":{"session_id":"a\"b","parent_thread_id":"../up"}}""")]
    [InlineData("no JSON")]
    [InlineData("")]
    public void Complete_ThreadOfASessionOrRecordThatTellsNothing_ChangesNothing(string record)
    {
        Write(record, 21);

        Assert.Equal(Notice, Complete(Notice));
    }

    [Theory]
    [InlineData(Notice)]
    [InlineData("""{"type":"agent-turn-complete","thread-id":"../../x"}""")]
    [InlineData("""{"thread-id":17}""")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    public void Complete_NoRecord_ChangesNothing(string notice) => Assert.Equal(notice, Complete(notice));

    private void Write(string record, int day)
    {
        string folder = Path.Combine(_home, "sessions", "2026", "11", day.ToString("D2", System.Globalization.CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"rollout-2026-11-{day}T18-39-50-{Thread}.jsonl"), record + "\n{\"type\":\"event\"}\n");
    }

    private string Complete(string notice) => Encoding.UTF8.GetString(CodexNotice.Complete(Encoding.UTF8.GetBytes(notice), new HookHost
    {
        Program = "nemo-flow-hook",
        Input = Stream.Null,
        Output = Stream.Null,
        Error = Stream.Null,
        Variable = name => name == "CODEX_HOME" ? _home : null,
    }));
}
