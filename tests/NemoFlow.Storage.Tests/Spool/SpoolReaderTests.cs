// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Storage.Spool;

namespace NemoFlow.Storage.Tests.Spool;

public sealed class SpoolReaderTests : IDisposable
{
    private const string FirstId = "01990000-0000-7000-8000-000000000001";
    private const string SecondId = "01990000-0000-7000-8000-000000000002";

    private readonly string _state = Directory.CreateTempSubdirectory("nemo-flow-spool-").FullName;
    private readonly SpoolReader _reader;

    public SpoolReaderTests() => _reader = new SpoolReader(_state);

    private string Folder => Path.Combine(_state, "spool");

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public void Read_NoSpool_IsEmpty() => Assert.Empty(_reader.Read());

    [Fact]
    public void Read_File_YieldsEnvelopePayloadAndPath()
    {
        string path = Write("1700000000000", FirstId, Envelope(FirstId, 1700000000000), "{\"a\":1}\n{\"second\":\"line\"}\n");

        SpooledHook hook = Assert.Single(_reader.Read());

        Assert.Equal("codex", hook.Envelope.Agent);
        Assert.Equal(FirstId, hook.Envelope.DeliveryId);
        Assert.Equal(1700000000000, hook.Envelope.TimeMs);
        Assert.False(hook.Envelope.ContentRemoved);
        Assert.Equal("run \"1\"", hook.Envelope.Headers["x-nemo-flow-run"]);
        Assert.Equal("{\"a\":1}\n{\"second\":\"line\"}\n", Encoding.UTF8.GetString(hook.Payload.Span));
        Assert.Equal(path, hook.Path);
    }

    [Fact]
    public void Read_SeveralFiles_AreInOrderOfTimeNotOfText()
    {
        Write("1700000000000", SecondId, Envelope(SecondId, 1700000000000), "third");
        Write("1700000000000", FirstId, Envelope(FirstId, 1700000000000), "second");
        Write("999999999999", SecondId, Envelope(SecondId, 999999999999), "first");

        Assert.Equal(["first", "second", "third"], _reader.Read().Select(hook => Encoding.UTF8.GetString(hook.Payload.Span)));
    }

    [Fact]
    public void Read_TemporaryFile_IsLeftAlone()
    {
        Directory.CreateDirectory(Folder);
        string temporary = Path.Combine(Folder, $"1700000000000-{FirstId}.tmp");
        File.WriteAllText(temporary, "{\"v\":1");

        Assert.Empty(_reader.Read());
        Assert.True(File.Exists(temporary));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"v\":1}")]
    [InlineData("not json\npayload")]
    [InlineData("[]\npayload")]
    [InlineData("{\"v\":2,\"agent\":\"codex\",\"delivery\":\"01990000-0000-7000-8000-000000000001\",\"time_ms\":1,\"headers\":{}}\n{}")]
    [InlineData("{\"v\":1,\"agent\":7,\"delivery\":\"01990000-0000-7000-8000-000000000001\",\"time_ms\":1,\"headers\":{}}\n{}")]
    [InlineData("{\"v\":1,\"agent\":\"codex\",\"delivery\":\"no id\",\"time_ms\":1,\"headers\":{}}\n{}")]
    [InlineData("{\"v\":1,\"agent\":\"codex\",\"delivery\":\"01990000-0000-7000-8000-000000000001\",\"time_ms\":1.5,\"headers\":{}}\n{}")]
    [InlineData("{\"v\":1,\"agent\":\"codex\",\"delivery\":\"01990000-0000-7000-8000-000000000001\",\"time_ms\":1,\"headers\":[]}\n{}")]
    public void Read_UnreadableFile_IsMovedAsideAndTheNextIsRead(string content)
    {
        string name = $"1-{FirstId}.hook";
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, name), content);
        Write("2", SecondId, Envelope(SecondId, 2), "good");

        SpooledHook hook = Assert.Single(_reader.Read());

        Assert.Equal(SecondId, hook.Envelope.DeliveryId);
        Assert.False(File.Exists(Path.Combine(Folder, name)));
        Assert.Equal(content, File.ReadAllText(Path.Combine(Folder, "bad", name)));
    }

    [Fact]
    public void Read_ContentRemoved_IsSaid()
    {
        Write("1", FirstId, Envelope(FirstId, 1).Replace("\"headers\"", "\"content_removed\":true,\"headers\"", StringComparison.Ordinal), "{}");

        Assert.True(Assert.Single(_reader.Read()).Envelope.ContentRemoved);
    }

    [Fact]
    public void Read_TokenInHeaders_IsNotHandedOut()
    {
        Write("1", FirstId, Envelope(FirstId, 1).Replace("x-nemo-flow-run", "x-nemo-flow-token", StringComparison.Ordinal), "{}");

        Assert.Empty(Assert.Single(_reader.Read()).Envelope.Headers);
    }

    [Fact]
    public void Read_FileGoneBeforeItsTurn_IsSkipped()
    {
        Write("1", FirstId, Envelope(FirstId, 1), "first");
        string second = Write("2", SecondId, Envelope(SecondId, 2), "second");

        List<string> read = [];
        foreach (SpooledHook hook in _reader.Read())
        {
            read.Add(hook.Envelope.DeliveryId);
            File.Delete(second);
        }

        Assert.Equal([FirstId], read);
    }

    [Fact]
    public void Delete_AfterReading_EmptiesTheSpool()
    {
        Write("1", FirstId, Envelope(FirstId, 1), "{}");
        SpooledHook hook = Assert.Single(_reader.Read());

        SpoolReader.Delete(hook.Path);
        SpoolReader.Delete(hook.Path);

        Assert.Empty(_reader.Read());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
    }

    [Fact]
    public void DeleteUnfinished_OldTemporaryFile_RemovesOnlyThat()
    {
        Directory.CreateDirectory(Folder);
        string old = Path.Combine(Folder, $"1000-{FirstId}.tmp");
        string young = Path.Combine(Folder, $"2000-{SecondId}.tmp");
        File.WriteAllText(old, "half a prompt");
        File.WriteAllText(young, "being written");
        string complete = Write("1000", SecondId, Envelope(SecondId, 1000), "{}");

        _reader.DeleteUnfinished(DateTimeOffset.FromUnixTimeMilliseconds(2000));

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
        Assert.True(File.Exists(complete));
    }

    private static string Envelope(string delivery, long time) =>
        $$$"""{"v":1,"agent":"codex","delivery":"{{{delivery}}}","time_ms":{{{time}}},"headers":{"x-nemo-flow-run":"run \"1\""}}""";

    private string Write(string time, string delivery, string envelope, string payload)
    {
        Directory.CreateDirectory(Folder);
        string path = Path.Combine(Folder, $"{time}-{delivery}.hook");
        File.WriteAllText(path, envelope + "\n" + payload);
        return path;
    }
}
