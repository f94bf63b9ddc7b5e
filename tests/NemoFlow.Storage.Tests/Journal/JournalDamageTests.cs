// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Storage.Journal;
using NemoFlow.Storage.Tests.Support;

namespace NemoFlow.Storage.Tests.Journal;

public sealed class JournalDamageTests : IDisposable
{
    private static readonly string Long = new('l', 300);

    private readonly TemporaryJournals _journals = new();

    public void Dispose() => _journals.Dispose();

    [Fact]
    public void Open_FileCutAtAnyByte_KeepsTheCompleteLinesAndGoesOn()
    {
        string data = $$"""{"text":"{{Long}}"}""";
        _journals.Write(TemporaryJournals.Entry(data), TemporaryJournals.Request($$"""{"input":["{{Long}}",2]}"""), TemporaryJournals.Entry(data));
        byte[] whole = File.ReadAllBytes(_journals.PathOf());
        for (int length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(_journals.PathOf(), whole[..length]);
            int complete = Math.Max(0, whole.AsSpan(0, length).Count((byte)'\n') - 1);

            Assert.Equal(complete, _journals.Read().Count);
            _journals.Write(TemporaryJournals.Entry(data), TemporaryJournals.Entry(data));

            IReadOnlyList<SessionEvent> after = _journals.Read();
            Assert.Equal(Enumerable.Range(1, complete + 2).Select(i => (long)i), after.Select(e => e.Sequence));
            Assert.All(after.Where(e => e.Kind == EventKinds.Hook), e => Assert.Equal(Long, e.Data.GetProperty("text").GetString()));
        }
    }

    [Fact]
    public void Read_DamagedLines_AreCountedAndPassedOver()
    {
        _journals.Write(TemporaryJournals.Entry("""{"n":1}"""));
        long end = new FileInfo(_journals.PathOf()).Length;
        string[] damaged =
        [
            "not json",
            "{\"seq\":2",
            "[1]",
            "null",
            "\"text\"",
            """{"seq":2,"t":"yesterday","kind":"hook","data":{}}""",
            """{"seq":2,"t":"2026-01-01T00:00:00Z","data":{}}""",
            Line($$$"""{"a":{"$nemo":[{{{end + 100000}}},10]}}"""),
            Line("""{"a":{"$nemo":[-1,10]}}"""),
            Line("""{"a":{"$nemo":[0,0]}}"""),
            Line("""{"a":{"$nemo":[0,2147483647]}}"""),
            Line("""{"a":{"$nemo":[2,3]}}"""),
            Line($$$"""{"a":{"$nemo":[{{{end}}},40]}}"""),
            "\u0001\uFFFF",
        ];
        File.AppendAllText(_journals.PathOf(), string.Join('\n', damaged) + "\n\n");
        _journals.Write(TemporaryJournals.Entry("""{"n":2}"""));

        using JournalReader reader = new(_journals.PathOf());

        Assert.Equal([1, 2], reader.ReadNew().Select(e => e.Data.GetProperty("n").GetInt32()));
        Assert.Equal(damaged.Length, reader.UnreadableLines);
    }

    [Fact]
    public void Read_ReferenceIntoItsOwnLine_IsRefused()
    {
        _journals.Write();
        File.WriteAllText(CreateFile(), """{"v":1,"kind":"journal","session":"s","gateway":"gw"}""" + "\n");
        long start = new FileInfo(_journals.PathOf()).Length;
        string line = Line("""{"text":"0123456789","a":{"$nemo":[OFFSET,12]}}""");
        int at = line.IndexOf("\"0123456789\"", StringComparison.Ordinal);
        File.AppendAllText(_journals.PathOf(), line.Replace("OFFSET", (start + at).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal) + "\n");

        using JournalReader reader = new(_journals.PathOf());

        Assert.Empty(reader.ReadNew());
        Assert.Equal(1, reader.UnreadableLines);
    }

    [Fact]
    public void Read_NoJournal_CountsItsLines()
    {
        File.WriteAllText(CreateFile(), Line("{}") + "\n" + Line("{}") + "\n");

        using JournalReader reader = new(_journals.PathOf());

        Assert.Empty(reader.ReadNew());
        Assert.Equal(2, reader.UnreadableLines);
        Assert.Null(JournalHeader.SessionId(_journals.PathOf()));
    }

    [Theory]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":tru}")]
    public void Append_DataThatIsNoJson_IsRefusedAndLeavesNoTrace(string bad)
    {
        string data = $$"""{"text":"{{Long}}"}""";
        using (JournalSet journals = _journals.Open())
        {
            Assert.Null(journals.Append(TemporaryJournals.Entry(data)));
            journals.Flush((_, reason) => Assert.Fail(reason));
            Assert.NotNull(journals.Append(TemporaryJournals.Entry("{\"new\":\"" + new string('n', 300) + "\",\"bad\":" + bad + "}")));
            Assert.NotNull(journals.Append(TemporaryJournals.Request("{\"input\":[1,2],\"z\":" + bad + "}")));
            Assert.Null(journals.Append(TemporaryJournals.Request("""{"input":[1,2,3]}""")));
            Assert.Null(journals.Append(TemporaryJournals.Entry("{\"new\":\"" + new string('n', 300) + "\"}")));
            Assert.Empty(journals.Flush((_, reason) => Assert.Fail(reason)));
            Assert.Null(journals.Append(TemporaryJournals.Entry("{\"new\":\"" + new string('n', 300) + "\"}")));
            Assert.Empty(journals.Flush((_, reason) => Assert.Fail(reason)));
        }

        IReadOnlyList<SessionEvent> events = _journals.Read();
        Assert.Equal([1L, 2, 3, 4], events.Select(e => e.Sequence));
        Assert.Equal(0, events[1].Data.GetProperty("items_from").GetInt32());
        Assert.All(events.Skip(2), e => Assert.Equal(new string('n', 300), e.Data.GetProperty("new").GetString()));
    }

    private static string Line(string data) => $$"""{"seq":2,"t":"2026-01-01T00:00:00Z","src":"hook","kind":"hook","agent":"codex","data":{{data}}}""";

    private string CreateFile()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_journals.PathOf())!);
        return _journals.PathOf();
    }
}
