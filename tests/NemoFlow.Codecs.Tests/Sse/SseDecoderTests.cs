// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NemoFlow.Codecs.Sse;
using NemoFlow.Codecs.Tests.Support;

namespace NemoFlow.Codecs.Tests.Sse;

public sealed class SseDecoderTests
{
    public static TheoryData<string> Streams =>
    [
        "event: a\ndata: {\"x\":1}\n\nevent: b\ndata: 2\n\n",
        "event: a\r\ndata: 1\r\n\r\ndata: 2\r\n\r\n",
        "event: a\rdata: 1\r\rdata: 2\r\r",
        "data: 1\r\n\ndata: 2\n\r\ndata: 3\r\n\rdata: 4\n\n\r\n\r\n",
        "\uFEFFdata: with a mark\n\n\uFEFFdata: not a field\n\n",
        ": comment\n\n: another\ndata: 1\n:\n\n",
        "data: first\ndata: second\ndata:\ndata: fourth\n\n",
        "data\n\ndata:\n\ndata:  two spaces\n\n",
        "event: only a name\n\ndata: no name\n\nevent:\ndata: empty name\n\n",
        "id: 1\nretry: 10\nunknown: x\ndata: y\n\n",
        "data: grüße 😀 \u2028 \u0085 inside\n\n",
        "data: no end",
        "data: no end\n",
        "data: no end\r",
        "data: [DONE]\n\n",
        "\n\n\r\r\n",
        "\uFEFF",
        "event: a\nevent: b\ndata:x:y: z\n\n",
        "",
    ];

    [Theory]
    [MemberData(nameof(Streams))]
    public void Push_PiecesOfAnyLength_GiveWhatTheWholeGives(string stream)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(stream);
        List<(string? Name, string Data)> expected = ReferenceSse.Read(bytes);
        for (int length = 1; length <= Math.Max(1, bytes.Length); length++)
        {
            Assert.Equal(expected, Decode(bytes.Chunk(length)));
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Push_CutOnceAnywhere_GivesWhatTheWholeGives(string stream)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(stream);
        List<(string? Name, string Data)> expected = ReferenceSse.Read(bytes);
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.Equal(expected, Decode([bytes[..cut], [], bytes[cut..]]));
        }
    }

    [Fact]
    public void Push_AnyLinesInAnyPieces_AgreesWithTheStandard() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3000),
        Prop.ForAll(
            Gen.Elements("data", "event", ":", " ", "x", "\n", "\r", "\r\n", "\n\n", "data: ", "event: ", "é", "{}", "id", "\uFEFF").ListOf().Select(string.Concat).ToArbitrary(),
            Gen.Choose(1, 9).ToArbitrary(),
            (text, length) =>
            {
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                Assert.Equal(ReferenceSse.Read(bytes), Decode(bytes.Chunk(length)));
            }));

    [Fact]
    public void Push_EventsThatAreComplete_DoNotWaitForTheNext()
    {
        SseDecoder decoder = new();

        Assert.Empty(decoder.Push("data: 1\n"u8));
        Assert.Single(decoder.Push("\n"u8));
        Assert.Single(decoder.Push("data: 2\r\n\r"u8));
        Assert.Empty(decoder.Push("\n"u8));
        Assert.Empty(decoder.Finish());
    }

    private static List<(string? Name, string Data)> Decode(IEnumerable<byte[]> pieces)
    {
        SseDecoder decoder = new();
        List<SseEvent> events = [];
        foreach (byte[] piece in pieces)
        {
            events.AddRange(decoder.Push(piece));
        }

        events.AddRange(decoder.Finish());
        return [.. events.Select(e => (e.Name, Encoding.UTF8.GetString(e.Data.Span)))];
    }
}
