// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Engine;
using NemoFlow.Engine.Projection;
using NemoFlow.Storage.Journal;

namespace NemoFlow.EndToEnd.Support;

/// <summary>A session as it was recorded: journal, fold and trajectory.</summary>
internal sealed class Recording
{
    private Recording(string id, IReadOnlyList<SessionEvent> events, Session? session, string trajectoryPath)
    {
        Id = id;
        Events = events;
        Folded = session;
        TrajectoryPath = trajectoryPath;
    }

    public string Id { get; }

    /// <summary>By time, as they are folded.</summary>
    public IReadOnlyList<SessionEvent> Events { get; }

    public Session? Folded { get; }

    public Session Session => Folded!;

    public string TrajectoryPath { get; }

    public IEnumerable<SessionEvent> Hooks => Events.Where(e => e.Kind == EventKinds.Hook);

    public IEnumerable<SessionEvent> Requests => Events.Where(e => e.Kind == EventKinds.LlmRequest);

    /// <summary>The root agent's turns and those of its subagents.</summary>
    public IEnumerable<Turn> AllTurns => Session.Turns.SelectMany(Nested);

    public IEnumerable<T> Items<T>()
        where T : TurnItem => AllTurns.SelectMany(t => t.Items).OfType<T>();

    /// <summary>The trajectory as it stands on disk.</summary>
    public JsonElement Trajectory() => JsonElement.Parse(File.ReadAllText(TrajectoryPath));

    /// <summary>The only session of a sandbox.</summary>
    public static Recording Single(Sandbox sandbox)
    {
        IReadOnlyList<Recording> all = All(sandbox);
        Assert.True(all.Count == 1, $"There are {all.Count} sessions: {string.Join(", ", all.Select(r => r.Id))}");
        return all[0];
    }

    /// <summary>All sessions of a sandbox.</summary>
    /// <param name="sandbox">Where to look.</param>
    /// <param name="wholeFiles">False where a gateway was killed: the last line of its journal may be a part.</param>
    public static IReadOnlyList<Recording> All(Sandbox sandbox, bool wholeFiles = true) => Directory.Exists(sandbox.Sessions)
        ? [.. Directory.EnumerateDirectories(sandbox.Sessions).Order(StringComparer.Ordinal).Select(folder => Read(sandbox, folder, wholeFiles))]
        : [];

    private static Recording Read(Sandbox sandbox, string folder, bool wholeFiles)
    {
        string? id = null;
        List<SessionEvent> events = [];
        foreach (string file in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
        {
            using JournalReader reader = new(file);
            IReadOnlyList<SessionEvent> added = reader.ReadNew();
            Assert.Equal(0, reader.UnreadableLines);
            Assert.True(!wholeFiles || new FileInfo(file).Length == reader.Position, $"{file} ends in the middle of a line");
            Assert.Equal(Enumerable.Range(1, added.Count).Select(n => (long)n), added.Select(e => e.Sequence));
            id ??= reader.SessionId;
            Assert.True(id == reader.SessionId || (!wholeFiles && added.Count == 0), $"{file} is of another session");
            events.AddRange(added);
        }

        Assert.NotNull(id);
        using SessionProjection projection = new(sandbox.Sessions, id, Recorder.Interpreters);
        Session? session = projection.Refresh();
        return new Recording(id, [.. projection.Events], session, Path.Combine(sandbox.Work, ".nemo-flow", "atif", id + ".atif.json"));
    }

    private static IEnumerable<Turn> Nested(Turn turn) => turn.Items.OfType<Subagent>().SelectMany(s => s.Turns).SelectMany(Nested).Prepend(turn);
}
