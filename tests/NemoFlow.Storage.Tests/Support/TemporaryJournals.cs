// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Storage.Tests.Support;

/// <summary>A sessions folder that is gone after the test, with short forms of writing to it and reading from it.</summary>
internal sealed class TemporaryJournals : IDisposable
{
    public const string Gateway = "gw";

    public string Folder { get; } = Directory.CreateTempSubdirectory("nemo-flow-journal-").FullName;

    public static JournalEntry Entry(string data, string session = "s", string kind = EventKinds.Hook, string? id = null) => new()
    {
        SessionId = session,
        Time = DateTimeOffset.UnixEpoch,
        Source = EventSource.Hook,
        Kind = kind,
        Agent = AgentKinds.Codex,
        Id = id,
        Data = Encoding.UTF8.GetBytes(data),
    };

    public static JournalEntry Request(string body, string thread = "t", string session = "s", string data = "{\"api\":\"openai.responses\"}") =>
        Entry(data, session, EventKinds.LlmRequest) with { Request = new RequestBody(Encoding.UTF8.GetBytes(body), "input", thread) };

    public string PathOf(string session = "s") => Path.Combine(Folder, session, Gateway + ".jsonl");

    public JournalSet Open() => new(Folder, Gateway);

    /// <summary>Writes each entry with a write of its own, so that every line is complete before the next.</summary>
    public void Write(params IEnumerable<JournalEntry> entries)
    {
        using JournalSet journals = Open();
        foreach (JournalEntry entry in entries)
        {
            Assert.Null(journals.Append(entry));
            Assert.Empty(journals.Flush(static (_, reason) => Assert.Fail(reason)));
        }
    }

    /// <summary>All events of a file none of whose lines is damaged.</summary>
    public IReadOnlyList<SessionEvent> Read(string session = "s")
    {
        using JournalReader reader = new(PathOf(session));
        IReadOnlyList<SessionEvent> events = reader.ReadNew();
        Assert.Equal(0, reader.UnreadableLines);
        return events;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
