// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NemoFlow.Codecs;
using NemoFlow.Folding;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Agents.Tests.Fuzz;

/// <summary>Whatever an agent sends: reading, answering and folding it never throws.</summary>
public sealed class HookFuzzTests
{
    private const int PayloadsEach = 10;

    private static readonly Interpreters Interpreters = new(AgentAdapters.All, ProviderCodecs.All);
    private static readonly string[] Texts = [.. PayloadCorpus.Files.Select(f => File.ReadAllText(f.Path))];

    /// <summary>Sessions of ten payloads each: 5,000 payloads, 120,000 in the long form.</summary>
    private static int Sessions => Environment.GetEnvironmentVariable("NEMO_FLOW_LONG_TESTS") == "1" ? 12000 : 500;

    public static TheoryData<string> Payloads => [.. PayloadCorpus.Files.Select(f => f.Agent + "/" + Path.GetFileName(f.Path))];

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Read_PayloadOfTheRepository_KeepsEveryField(string name)
    {
        (string agent, string path) = PayloadCorpus.Files.Single(f => f.Agent + "/" + Path.GetFileName(f.Path) == name);
        JsonElement payload = JsonElement.Parse(File.ReadAllText(path));

        IReadOnlyList<AgentEvent> events = Interpreters.Adapter(agent)!.Read(new HookInput(payload, new Dictionary<string, string>(), "minted"));

        Assert.NotEmpty(events);
        Assert.All(events, e => Assert.True(JsonElement.DeepEquals(payload, e.Payload)));
    }

    [Fact]
    public void Session_OfMutatedPayloads_IsReadAnsweredAndFolded()
    {
        Gen<(int, int[])> generator = Gen.Choose(0, int.MaxValue - 1).SelectMany(
            _ => Gen.Choose(0, int.MaxValue - 1).ArrayOf(PayloadsEach), (seed, seeds) => (seed, seeds));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Sessions), Prop.ForAll(Arb.From(generator), t => Fold(t.Item1, t.Item2)));
    }

    private static bool Fold(int seed, int[] seeds)
    {
        Random random = new(seed);
        string agent = AgentAdapters.All[random.Next(AgentAdapters.All.Count)].Agent;
        SessionFold fold = new("s", Interpreters);
        for (int i = 0; i < seeds.Length; i++)
        {
            byte[] mutated = PayloadMutation.Mutate(Texts[(uint)seeds[i] % Texts.Length], seeds[i]);
            JsonElement payload = JsonElement.Parse(JsonCharacters.Repair(mutated).Span, new JsonDocumentOptions { MaxDepth = 256 });
            foreach (IAgentAdapter adapter in AgentAdapters.All)
            {
                adapter.Reply(adapter.Read(new HookInput(payload, new Dictionary<string, string>(), "minted")));
            }

            fold.Apply(Event(agent, i, payload, random));
        }

        Session session = fold.ToSession();
        return session.Counts.Events == seeds.Length && session.Turns.Count >= 0;
    }

    private static SessionEvent Event(string agent, int index, JsonElement payload, Random random) => new()
    {
        SessionId = "s",
        Gateway = "g",
        Sequence = index + 1,
        Time = DateTimeOffset.UnixEpoch.AddSeconds(index),
        Source = EventSource.Hook,
        Kind = EventKinds.Hook,
        Agent = agent,
        Id = index.ToString(CultureInfo.InvariantCulture),
        Data = JsonElement.Parse("{\"headers\":" + (random.Next(3) == 0 ? "{\"x-nemo-flow-subagent-id\":\"sub-1\",\"x-nemo-flow-session-id\":\"s\"}" : "{}") + ",\"payload\":" + payload.GetRawText() + "}", new JsonDocumentOptions { MaxDepth = 256 }),
    };
}
