// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NemoFlow.Storage.Tests.Support;

namespace NemoFlow.Storage.Tests.Journal;

public sealed class JournalRoundTripTests
{
    [Fact]
    public void Read_AnyData_HasTheTokensThatWereWritten() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(400),
        Prop.ForAll(JsonTexts.Objects.ListOf().ToArbitrary(), documents =>
        {
            using TemporaryJournals journals = new();
            List<string> texts = ["{}", .. documents.Take(8)];
            journals.Write(texts.Select(t => TemporaryJournals.Entry(t)));

            IReadOnlyList<SessionEvent> events = journals.Read();

            Assert.Equal(texts.Select(t => JsonTokens.Of(Encoding.UTF8.GetBytes(t))), events.Select(e => JsonTokens.Of(Encoding.UTF8.GetBytes(e.Data.GetRawText()))));
        }));

    [Fact]
    public void Read_AnyRequests_RebuildTheItemsAndMembersOfEachThread() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Requests().ToArbitrary(), requests =>
        {
            using TemporaryJournals journals = new();
            journals.Write(requests.Select(r => TemporaryJournals.Request(r.Json, r.Thread)));
            Dictionary<string, List<string>> threads = [];

            foreach ((Sent sent, SessionEvent e) in requests.Zip(journals.Read()))
            {
                List<string> items = threads.GetValueOrDefault(sent.Thread, []);
                items = [.. items.Take(e.Data.GetProperty("items_from").GetInt32()), .. e.Data.GetProperty("items").EnumerateArray().Select(i => i.GetRawText())];
                threads[sent.Thread] = items;
                JsonTokens.AssertSame("[" + string.Join(',', sent.Items) + "]", "[" + string.Join(',', items) + "]");
                JsonTokens.AssertSame($$"""{"model":"m","$nemo":{{sent.Member}}}""", e.Data.GetProperty("body").GetRawText());
            }
        }));

    [Fact]
    public void Read_LinesLongerThanABlock_AreWholeAndInOrder()
    {
        // Read in blocks of a mebibyte: lines that fill several, that end in the middle of one, and that are small.
        using TemporaryJournals journals = new();
        List<string> texts = [.. new[] { 10, 900_000, 3_000_000, 20, 1_048_576, 5_500_000, 30 }.Select((n, i) => $$"""{"n":{{i}},"text":"{{new string((char)('a' + i), n)}}"}""")];

        journals.Write(texts.Select(t => TemporaryJournals.Entry(t)));

        Assert.Equal(texts, journals.Read().Select(e => e.Data.GetRawText()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(200)]
    [InlineData(500)]
    public void Read_DeepData_IsWhole(int depth)
    {
        using TemporaryJournals journals = new();
        string deep = JsonTexts.Nested(depth, "\"" + new string('d', 300) + "\"");

        journals.Write(TemporaryJournals.Entry($$"""{"payload":{{deep}}}"""), TemporaryJournals.Entry($$"""{"payload":{{deep}}}"""));

        Assert.All(journals.Read(), e => JsonTokens.AssertSame(deep, e.Data.GetProperty("payload").GetRawText()));
    }

    [Fact]
    public void Read_RequestAsDeepAsTheGatewayTakes_IsWhole()
    {
        // The gateway looks at bodies of up to 512 levels; the body's items are one level below it.
        using TemporaryJournals journals = new();
        string deep = JsonTexts.Nested(510, "1");

        journals.Write(TemporaryJournals.Request($$"""{"model":"m","input":[{{deep}}],"tools":[{{deep}}]}"""));

        SessionEvent request = Assert.Single(journals.Read());
        JsonTokens.AssertSame($"[{deep}]", request.Data.GetProperty("items").GetRawText());
        JsonTokens.AssertSame($"[{deep}]", request.Data.GetProperty("body").GetProperty("tools").GetRawText());
    }

    [Theory]
    [InlineData("""{"text":"cut in \ud83d half"}""", "cut in \uFFFD half")]
    [InlineData("""{"text":"\ude00\ud83d\ud83d\ude00"}""", "\uFFFD\uFFFD😀")]
    [InlineData("""{"text":"\\ud83d"}""", "\\ud83d")]
    public void Read_TextWithHalfACharacter_IsReadable(string data, string expected)
    {
        // Agents cut output between the two halves of a character and escape what is left.
        using TemporaryJournals journals = new();

        journals.Write(TemporaryJournals.Entry(data));

        Assert.Equal(expected, Assert.Single(journals.Read()).Data.GetProperty("text").GetString());
    }

    [Fact]
    public void Append_RequestWithHalfACharacterInAName_IsRecorded()
    {
        using TemporaryJournals journals = new();

        journals.Write(TemporaryJournals.Request("""{"\ud83d":1,"input":[{"\ud83d":2,"cache_control":{}}]}"""));

        Assert.Equal(1, Assert.Single(journals.Read()).Data.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public void Read_Entry_HasEveryFieldOfIt()
    {
        using TemporaryJournals journals = new();
        DateTimeOffset time = new(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(2));

        journals.Write(TemporaryJournals.Entry("{}", "session/1", "kind \"x\"", "id \\ 1") with { Time = time.AddTicks(1234567), Source = EventSource.Recorder, Agent = "agent\n" });

        string path = Directory.EnumerateFiles(journals.Folder, "*", SearchOption.AllDirectories).Single();
        using NemoFlow.Storage.Journal.JournalReader reader = new(path);
        SessionEvent e = Assert.Single(reader.ReadNew());
        Assert.Equal(("session/1", "gw", "kind \"x\"", "agent\n", "id \\ 1"), (e.SessionId, e.Gateway, e.Kind, e.Agent, e.Id));
        Assert.Equal((time.AddTicks(1234567), EventSource.Recorder, 1L), (e.Time, e.Source, e.Sequence));
        Assert.Equal("session/1", NemoFlow.Storage.Journal.JournalHeader.SessionId(path));
    }

    /// <summary>Threads whose histories grow, are cut back and go on otherwise.</summary>
    private static Gen<List<Sent>> Requests() =>
        from steps in (from thread in Gen.Elements("a", "b")
                       from keep in Gen.Choose(0, 4)
                       from added in JsonTexts.Values.ListOf()
                       from member in JsonTexts.Values
                       select (thread, keep, added: added.Take(3).ToList(), member)).ListOf()
        select Build(steps);

    private static List<Sent> Build(IEnumerable<(string Thread, int Keep, List<string> Added, string Member)> steps)
    {
        Dictionary<string, List<string>> threads = [];
        List<Sent> requests = [];
        foreach ((string thread, int keep, List<string> added, string member) in steps.Take(10))
        {
            List<string> history = threads.GetValueOrDefault(thread, []);
            List<string> items = [.. keep == 0 ? history.Take(history.Count / 2) : history, .. added];
            threads[thread] = items;
            requests.Add(new Sent(thread, items, member));
        }

        return requests.Count > 0 ? requests : [new Sent("a", [], "1")];
    }

    private sealed record Sent(string Thread, List<string> Items, string Member)
    {
        public string Json => $$"""{"model":"m", "input":[{{string.Join(", ", Items)}}], "$nemo":{{Member}}}""";
    }
}
