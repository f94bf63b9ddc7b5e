// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace NemoFlow.Gateway.Tests.Support;

/// <summary>Composes HTTP/1.1 messages by hand. Text is Latin-1 in heads and UTF-8 in bodies.</summary>
internal static class Wire
{
    public static byte[] Post(string target, byte[] body, params string[] headers) =>
        Message($"POST {target} HTTP/1.1", body, ["Host: localhost", .. headers, Length(body)]);

    public static byte[] Post(string target, string body, params string[] headers) => Post(target, Utf8(body), headers);

    public static byte[] PostHead(string target, params string[] headers) => Message($"POST {target} HTTP/1.1", [], ["Host: localhost", .. headers]);

    public static byte[] Get(string target, params string[] headers) => Message($"GET {target} HTTP/1.1", [], ["Host: localhost", .. headers]);

    public static byte[] Bare(string method, string target, params string[] headers) => Message($"{method} {target} HTTP/1.1", [], ["Host: localhost", .. headers]);

    public static byte[] Ok(byte[] body, params string[] headers) => Answer("200 OK", body, headers);

    public static byte[] Ok(string body, params string[] headers) => Ok(Utf8(body), headers);

    public static byte[] Json(string body) => Ok(body, "content-type: application/json");

    public static byte[] Answer(string status, byte[] body, params string[] headers) => Message("HTTP/1.1 " + status, body, [.. headers, Length(body)]);

    public static byte[] AnswerHead(string status, params string[] headers) => Message("HTTP/1.1 " + status, [], headers);

    public static byte[] StreamHead(params string[] headers) =>
        AnswerHead("200 OK", ["content-type: text/event-stream", "transfer-encoding: chunked", .. headers]);

    /// <summary>A whole event stream, a chunk a piece.</summary>
    public static byte[] Stream(params IEnumerable<string> pieces) => Chunked(StreamHead(), pieces.Select(Utf8));

    public static byte[] Chunked(byte[] head, IEnumerable<byte[]> pieces) => [.. head, .. pieces.SelectMany(Chunk), .. LastChunk];

    public static byte[] LastChunk => "0\r\n\r\n"u8.ToArray();

    public static byte[] Chunk(byte[] piece) => [.. Latin1(piece.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), .. piece, .. "\r\n"u8];

    public static byte[] Chunk(string piece) => Chunk(Utf8(piece));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>Bytes that do not repeat and are the same every time.</summary>
    public static byte[] Noise(int count, int seed = 1)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Cuts bytes into pieces.</summary>
    public static IEnumerable<byte[]> Cut(byte[] bytes, int size) => bytes.Chunk(size);

    private static string Length(byte[] body) => string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}");

    private static byte[] Message(string startLine, byte[] body, IEnumerable<string> headers) =>
        [.. Latin1(string.Join("\r\n", [startLine, .. headers]) + "\r\n\r\n"), .. body];
}
