// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Storage.Tests.Journal;

/// <summary>Requests that say the same beside their items have it in common when they are read, and each still has all of it.</summary>
public sealed class SharedBodyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nf-bodies-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_RequestsWithTheSameBody_HaveItInCommon()
    {
        string large = new('x', 5000);
        string[] bodies = [$$"""{"model":"m","instructions":"{{large}}","input":[1]}""", $$"""{"model":"m","instructions":"{{large}}","input":[1,2]}""", $$"""{"model":"m","instructions":"{{large}}","input":[1,2,3]}""", $$"""{"model":"n","instructions":"{{large}}","input":[]}"""];

        List<SessionEvent> events = Write(bodies);

        // The first has the values themselves, those behind it refer to them.
        Assert.Null(events[0].RequestBody);
        Assert.Equal("m", events[1].RequestBody?.GetProperty("model").GetString());
        Assert.Equal(events[1].RequestBody, events[2].RequestBody);
        Assert.NotEqual(events[2].RequestBody, events[3].RequestBody);
        for (int i = 0; i < bodies.Length; i++)
        {
            JsonElement sent = JsonElement.Parse(bodies[i]);
            JsonElement body = events[i].Data.GetProperty("body");
            Assert.Equal((sent.GetProperty("model").GetString(), large), (body.GetProperty("model").GetString(), body.GetProperty("instructions").GetString()));
            Assert.Equal("openai.responses", events[i].Data.GetProperty("api").GetString());
        }

        Assert.Equal([0, 1, 2, 0], events.Select(e => e.Data.GetProperty("items_from").GetInt32()));
    }

    private List<SessionEvent> Write(IEnumerable<string> bodies)
    {
        using (JournalSet journals = new(_folder, "gw"))
        {
            foreach (string body in bodies)
            {
                journals.Append(new JournalEntry
                {
                    SessionId = "s",
                    Agent = AgentKinds.Codex,
                    Kind = EventKinds.LlmRequest,
                    Source = EventSource.Gateway,
                    Time = DateTimeOffset.UnixEpoch,
                    Data = Encoding.UTF8.GetBytes("""{"api":"openai.responses"}"""),
                    Request = new RequestBody(Encoding.UTF8.GetBytes(body), "input", "thread"),
                });
            }

            journals.Flush((_, reason) => Assert.Fail(reason));
        }

        using SessionJournal journal = new(_folder, "s");
        return journal.ReadNew();
    }
}
