// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Storage.Journal;
using NemoFlow.Storage.Tests.Support;

namespace NemoFlow.Storage.Tests.Journal;

public sealed class JournalSharingTests : IDisposable
{
    private readonly TemporaryJournals _journals = new();

    public void Dispose() => _journals.Dispose();

    [Fact]
    public void Append_ContentThatRepeats_HardlyGrows()
    {
        string output = new('o', 20000);
        _journals.Write(Enumerable.Repeat(TemporaryJournals.Entry($$$"""{"payload":{"tool_response":"{{{output}}}"}}"""), 10));

        Assert.InRange(new FileInfo(_journals.PathOf()).Length, output.Length, output.Length * 1.1);
        Assert.All(_journals.Read(), e => Assert.Equal(output, e.Data.GetProperty("payload").GetProperty("tool_response").GetString()));
    }

    [Fact]
    public void Read_LongLineThatGrowsManyTimesOver_IsWhole()
    {
        string shared = new('s', 100000);
        string own = string.Join(',', Enumerable.Range(0, 2000).Select(n => $"\"own {n}\""));
        _journals.Write(TemporaryJournals.Entry($$"""{"text":"{{shared}}"}"""), TemporaryJournals.Entry($$"""{"list":[{{own}}],"again":"{{shared}}","once more":"{{shared}}"}"""));

        Assert.Equal(shared, _journals.Read()[1].Data.GetProperty("once more").GetString());
        Assert.Equal(2000, _journals.Read()[1].Data.GetProperty("list").GetArrayLength());
    }

    [Theory]
    [InlineData(253, false)]
    [InlineData(254, true)]
    public void Append_RepeatedString_IsSharedFrom256BytesWithItsQuotes(int length, bool shared)
    {
        string data = $$"""{"text":"{{new string('x', length)}}"}""";

        _journals.Write(TemporaryJournals.Entry(data), TemporaryJournals.Entry(data));

        Assert.Equal(shared, File.ReadAllText(_journals.PathOf()).Contains("$nemo", StringComparison.Ordinal));
    }

    [Fact]
    public void Append_LongConversation_TakesLessThanOneAndAThirdOfWhatIsNew()
    {
        SimulatedConversation root = new("root", 1), child = new("child", 2);
        using JournalSet journals = _journals.Open();
        for (int turn = 0; turn < 40; turn++)
        {
            foreach (JournalEntry entry in (turn % 3 == 2 ? child : root).NextTurn())
            {
                Assert.Null(journals.Append(entry));
                journals.Flush((_, reason) => Assert.Fail(reason));
            }
        }

        double ratio = (double)new FileInfo(_journals.PathOf()).Length / (root.NewBytes + child.NewBytes);

        Assert.InRange(ratio, 0.5, 1.3);
        Dictionary<string, List<JsonElement>> last = LastItems(_journals.Read());
        JsonTokens.AssertSame(root.LastSent, "[" + string.Join(',', last["root"]) + "]");
        JsonTokens.AssertSame(child.LastSent, "[" + string.Join(',', last["child"]) + "]");
    }

    [Fact]
    public void Append_MarkerThatMoves_LeavesTheHistoryShared()
    {
        const string Marker = ",\"cache_control\":{\"type\":\"ephemeral\"}";
        string Item(int i, bool marked) => $$"""{"role":"user","content":[{"type":"text","text":"message {{i}}"{{(marked ? Marker : "")}}}]}""";
        _journals.Write(Enumerable.Range(1, 4).Select(count =>
            TemporaryJournals.Request($$"""{"input":[{{string.Join(',', Enumerable.Range(0, count).Select(i => Item(i, i == count - 1)))}}]}""")));

        Assert.Equal([(0, 1), (1, 1), (2, 1), (3, 1)], _journals.Read().Select(e => (e.Data.GetProperty("items_from").GetInt32(), e.Data.GetProperty("items").GetArrayLength())));
    }

    [Theory]
    [InlineData("""{"cache_control":{"type":"ephemeral"},"text":"a"}""", """{"text":"a"}""", true)]
    [InlineData("""{"text":"a", "cache_control": {"ttl":"1h"} }""", """{"text":"a" }""", true)]
    [InlineData("""{"text":"cache_control"}""", """{"text":"x"}""", false)]
    [InlineData("""{"text":"a","cache_control":{}}""", """{"text":"b"}""", false)]
    [InlineData("""{"text":"\"cache_control\"","cache_control":1}""", """{"text":"\"cache_control\""}""", true)]
    public void Append_ItemsThatDifferInTheMarkerOnly_AreTheSame(string first, string second, bool same)
    {
        _journals.Write(TemporaryJournals.Request($$"""{"input":[{{first}}]}"""), TemporaryJournals.Request($$"""{"input":[{{second}}]}"""));

        Assert.Equal(same ? 1 : 0, _journals.Read()[1].Data.GetProperty("items_from").GetInt32());
    }

    [Fact]
    public void Append_ReopenedFile_StartsTheHistoryAnew()
    {
        JournalEntry request = TemporaryJournals.Request("""{"input":[1,2,3]}""");
        _journals.Write(request, request);
        _journals.Write(request);

        Assert.Equal([0, 3, 0], _journals.Read().Select(e => e.Data.GetProperty("items_from").GetInt32()));
    }

    [Fact]
    public void Append_References_PointToEarlierLinesOfTheSameFile()
    {
        string text = new('t', 400);
        _journals.Write(Enumerable.Range(0, 4).Select(i => TemporaryJournals.Entry($$"""{"n":{{i}},"a":"{{text}}","b":["{{text}}"]}""")));

        byte[] file = File.ReadAllBytes(_journals.PathOf());
        int position = 0;
        int references = 0;
        foreach (string line in Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (JsonElement place in References(JsonElement.Parse(line)))
            {
                references++;
                long end = place[0].GetInt64() + place[1].GetInt64();
                Assert.InRange(end, 1, position);
                Assert.Equal($"\"{text}\"", Encoding.UTF8.GetString(file.AsSpan((int)place[0].GetInt64(), place[1].GetInt32())));
            }

            position += Encoding.UTF8.GetByteCount(line) + 1;
        }

        Assert.Equal(6, references);
    }

    private static IEnumerable<JsonElement> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => p.Name == "$nemo" ? [p.Value] : References(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private static Dictionary<string, List<JsonElement>> LastItems(IEnumerable<SessionEvent> events)
    {
        Dictionary<string, List<JsonElement>> threads = [];
        foreach (SessionEvent e in events.Where(e => e.Kind == EventKinds.LlmRequest))
        {
            string thread = e.Data.GetProperty("thread").GetString()!;
            threads[thread] = [.. threads.GetValueOrDefault(thread, []).Take(e.Data.GetProperty("items_from").GetInt32()), .. e.Data.GetProperty("items").EnumerateArray()];
        }

        return threads;
    }
}
