// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Core.Tests.Support;
using NemoFlow.Events;
using NemoFlow.Tests;

namespace NemoFlow.Core.Tests.Folding;

public sealed class FoldPropertyTests
{
    private const int Sessions = 400;

    [Fact]
    public void Fold_EventsInAnyOrderOfArrival_GiveTheSameSession()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            SessionEvent[] events = [.. WithEqualTimes(RandomScript(seed, 40).Events)];
            string expected = SessionReading.Dump(Script.Fold(events.Order(EventOrder.Instance)));
            Random random = new(seed);
            random.Shuffle(events);

            Assert.Equal(expected, SessionReading.Dump(Script.Fold(events.Order(EventOrder.Instance))));
        }
    }

    [Fact]
    public void Fold_AnySession_IsClosedWhenItEnds()
    {
        for (int seed = 0; seed < Sessions; seed++)
        {
            Session session = RandomScript(seed, 30).Hook("Notification", turn: null).Recorder(EventKinds.GatewayStop).Fold();

            Assert.True(session.State == SessionState.Ended, $"seed {seed}: {session.State}");
            Assert.True(!session.OpenParts().Any(), $"seed {seed}: {string.Join(", ", session.OpenParts())}");
        }
    }

    [Fact]
    public void Fold_AnySession_HoldsEachCallOnceAndSumsUp()
    {
        for (int seed = 0; seed < Sessions; seed++)
        {
            Session session = RandomScript(seed, 30).Fold();
            List<TurnItem> items = [.. session.AllItems()];

            Assert.Equal((session.Counts.LlmCalls, session.Counts.ToolCalls, session.Counts.Subagents), (items.OfType<LlmCall>().Count(), items.OfType<ToolCall>().Count(), items.OfType<Subagent>().Count()));
            Assert.Distinct(items.OfType<LlmCall>().Select(c => c.Id));
            Assert.Distinct(items.OfType<Subagent>().Select(s => s.Id));
            Assert.Equal(session.Usage?.Input, items.OfType<LlmCall>().Any(c => c.Usage is not null) ? items.OfType<LlmCall>().Sum(c => c.Usage?.Input ?? 0) : null);
            Assert.All(session.AllTurns().SkipLast(1).Zip(session.AllTurns().Skip(1)), p => Assert.True(p.First.EndedAt is null || p.First.EndedAt >= p.First.StartedAt));
            foreach (IReadOnlyList<Turn> turns in items.OfType<Subagent>().Select(s => s.Turns).Append(session.Turns))
            {
                Assert.All(turns.SkipLast(1), t => Assert.True(t.Status != CallStatus.Open, $"seed {seed}: turn {t.Id} is open behind a later one"));
                Assert.Equal(Enumerable.Range(1, turns.Count), turns.Select(t => t.Index));
            }
        }
    }

    [Fact]
    public void Fold_RealHooks_NeverThrows()
    {
        string[] payloads = [.. Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Fixtures, "codex", "0.169.0", "hooks"), "*.json").Select(File.ReadAllText)];
        Assert.True(payloads.Length > 30);
        Random random = new(3);
        for (int round = 0; round < 300; round++)
        {
            List<SessionEvent> events = [];
            for (int i = 0; i < 30; i++)
            {
                string payload = Mutate(payloads[random.Next(payloads.Length)], random);
                events.Add(new Script().Recorder(EventKinds.Hook, $$"""{"payload":{{payload}}}""").Events[0] with { Id = $"d{i}", Sequence = i, Time = Script.Start.AddSeconds(random.Next(20)), Source = EventSource.Hook });
            }

            Session session = Script.Fold(events.Order(EventOrder.Instance));
            Assert.Equal(30, session.Counts.Events);
        }
    }

    /// <summary>Replaces the value of a member by one of another kind, or takes the member out.</summary>
    private static string Mutate(string payload, Random random)
    {
        Dictionary<string, JsonElement> members = JsonElement.Parse(payload).EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        string[] values = ["null", "5", "true", "\"\"", "[]", "{}", "[[1]]", "\"x\"", "{\"id\":{}}"];
        for (int i = random.Next(3); i > 0; i--)
        {
            string name = members.Keys.ElementAt(random.Next(members.Count));
            members[name] = JsonElement.Parse(values[random.Next(values.Length)]);
        }

        return JsonSerializer.Serialize(members);
    }

    private static IEnumerable<SessionEvent> WithEqualTimes(IReadOnlyList<SessionEvent> events) =>
        events.Select((e, i) => e with { Time = Script.Start.AddSeconds(i / 3), Gateway = i % 5 == 0 ? "other" : "gw" });

    /// <summary>A session in which hooks and traffic are lost, doubled and late.</summary>
    private static Script RandomScript(int seed, int length)
    {
        Random random = new(seed);
        Script script = new();
        for (int i = 0; i < length; i++)
        {
            string turn = "t" + random.Next(1, 4);
            string? hookTurn = random.Next(4) == 0 ? null : turn;
            string? agent = random.Next(3) == 0 ? "a" + random.Next(1, 4) : null;
            string call = "call_" + random.Next(5);
            string request = "c" + i;
            string earlier = "c" + random.Next(length);
            _ = random.Next(14) switch
            {
                0 => script.Prompt("p" + random.Next(3), hookTurn, agent),
                1 => script.Stop("done", hookTurn),
                2 or 3 => script.ToolStart(call, random.Next(3) == 0 ? "spawn_agent" : "Bash", hookTurn, agent),
                4 or 5 => script.ToolEnd(call, random.Next(3) == 0 ? """{"agent_id":"a2"}""" : "\"r\"", random.Next(3) == 0 ? "spawn_agent" : "Bash", hookTurn, agent),
                6 or 7 => script.Request(request, $"[{Script.Result(call)}]", agent + turn, agent ?? "s", agent is not null && random.Next(2) == 0 ? "a" + random.Next(1, 4) : null),
                8 => script.Response(earlier, $"[{Script.Call(call, random.Next(4) == 0 ? "spawn_agent" : "shell")},{Script.Says("x")}]"),
                9 => script.RawRequest(request, "{}", $"[{Script.Asks("again")}]"),
                10 => script.Hook(random.Next(2) == 0 ? "SubagentStart" : "SubagentStop", "", hookTurn, agent),
                11 => script.Hook(random.Next(2) == 0 ? "PreModelRequest" : "PostModelRequest", ""","token_usage":{"input_tokens":3}""", hookTurn, agent),
                12 => random.Next(2) == 0 ? script.Recorder(EventKinds.Idle) : script.Hook("Interrupt", turn: hookTurn),
                _ => random.Next(2) == 0 ? script.SessionEnd() : script.SessionStart(),
            };
        }

        return script;
    }
}
