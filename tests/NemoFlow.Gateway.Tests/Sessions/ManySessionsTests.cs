// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Sessions;

/// <summary>Fifty sessions of all agents at once, hooks and model calls, through one gateway: each gets exactly what is its own.</summary>
public sealed partial class ManySessionsTests
{
    private const int Count = 50;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Sessions_Interleaved_NeverMix(int seed)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Answering(EchoProvider.Answer));
        List<AgentScript> scripts = [.. Enumerable.Range(0, Count).Select(AgentScript.Of)];
        Random random = new(seed);
        List<List<Func<TestGateway, Task>>> waiting = [.. scripts.Select(s => s.Steps)];
        while (waiting.Exists(s => s.Count > 0))
        {
            // A few sessions take their next step at the same time.
            List<List<Func<TestGateway, Task>>> chosen = [.. waiting.Where(s => s.Count > 0).OrderBy(_ => random.Next()).Take(random.Next(1, 9))];
            await Task.WhenAll(chosen.Select(steps =>
            {
                Func<TestGateway, Task> step = steps[0];
                steps.RemoveAt(0);
                return step(gateway);
            })).Within();
        }

        await gateway.StopAsync();

        Assert.Equal(scripts.Select(s => s.Session).Order(StringComparer.Ordinal), gateway.ReadEvents().Select(e => e.SessionId).Distinct().Order(StringComparer.Ordinal));
        ILookup<string, SessionEvent> events = gateway.ReadEvents().ToLookup(e => e.SessionId);
        foreach (AgentScript script in scripts)
        {
            Assert.All(events[script.Session], e => Assert.Equal([script.Mark], Marks().Matches(e.Data.GetRawText()).Select(m => m.Value).Distinct().DefaultIfEmpty(script.Mark)));
            Check(script, gateway.ReadSession(script.Session));
        }
    }

    private static void Check(AgentScript script, Session session)
    {
        string what = script.Session;
        Assert.Equal((what, script.Agent, SessionState.Ended), (session.Id, session.Agent, session.State));
        Turn turn = Assert.Single(session.Turns);
        Assert.Equal((what, "do " + script.Mark, "done " + script.Mark, CallStatus.Completed), (what, turn.Prompt, turn.Response, turn.Status));
        Assert.Equal((what, script.ModelCalls), (what, Describe(Items<LlmCall>(session).Select(c => c.OwnerId))));
        Assert.Equal((what, Describe(["call-" + script.Mark + "@", "sub-call-" + script.Mark + "@" + script.Subagent])), (what, Describe(Items<ToolCall>(session).Select(t => t.Id + "@" + t.OwnerId))));
        Assert.All(Items<ToolCall>(session), t => Assert.Equal((what, CallStatus.Completed), (what, t.Status)));
        Assert.Equal((what, script.Subagent, CallStatus.Completed), (what, Assert.Single(Items<Subagent>(session)).Id, Items<Subagent>(session).Single().Status));
        Assert.Equal((what, script.InputTokens), (what, session.Usage?.Input ?? 0));
        Assert.Equal((what, script.Hooks), (what, session.Counts.Hooks.Values.Sum()));
        Assert.DoesNotContain(session.Marks, m => m.Name.StartsWith("subagent_end", StringComparison.Ordinal));
    }

    private static string Describe(IEnumerable<string?> values) => string.Join(", ", values.Select(v => v ?? "root").Order(StringComparer.Ordinal));

    private static List<T> Items<T>(Session session)
        where T : TurnItem => [.. session.Turns.SelectMany(Within).OfType<T>()];

    private static IEnumerable<TurnItem> Within(Turn turn) => turn.Items.SelectMany(i => i is Subagent s ? s.Turns.SelectMany(Within).Prepend(s) : [i]);

    [GeneratedRegex("m[0-9]{2}m", RegexOptions.CultureInvariant)]
    private static partial Regex Marks();
}
