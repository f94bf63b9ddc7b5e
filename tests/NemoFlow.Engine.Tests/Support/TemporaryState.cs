// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Agents;
using NemoFlow.Engine.Hooks;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Engine.Tests.Support;

/// <summary>A state folder and a working folder that are gone after the test.</summary>
internal sealed class TemporaryState : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("nemo-flow-engine-").FullName;

    public TemporaryState()
    {
        State = new StateFolder(Path.Combine(_root, "state"));
        Work = Directory.CreateDirectory(Path.Combine(_root, "work")).FullName;
    }

    public StateFolder State { get; }

    public string Work { get; }

    public static JournalEntry Entry(string session, string data = "{}", string? id = null, DateTimeOffset time = default) => new()
    {
        SessionId = session,
        Time = time,
        Source = EventSource.Hook,
        Kind = EventKinds.Hook,
        Agent = AgentKinds.Codex,
        Id = id,
        Data = Encoding.UTF8.GetBytes(data),
    };

    public Recorder Record(TimeProvider time, string? atif = null) => new(new RecorderOptions { State = State, WorkingDirectory = Work, AtifFolder = atif, Time = time });

    public static Task<HookOutcome> HookAsync(Recorder recorder, string payload, DateTimeOffset time, string? delivery = null) =>
        recorder.Hooks.TakeAsync(AgentAdapters.All[0], new Dictionary<string, string>(), Encoding.UTF8.GetBytes(payload), delivery, time);

    public List<SessionEvent> Events(string session)
    {
        using SessionJournal journal = new(State.Sessions, session);
        return journal.ReadNew();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
