// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace NemoFlow.SpecCases.Tests.Support;

/// <summary>A model provider that writes exactly the bytes it is told to. One request a connection.</summary>
internal sealed class ScriptedUpstream : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Func<UpstreamCall, Stream, CancellationToken, Task>> _replies = new();

    public ScriptedUpstream()
    {
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _ = AcceptAsync();
    }

    public Uri Url { get; }

    /// <summary>Requests in the order of their arrival.</summary>
    public ConcurrentQueue<UpstreamCall> Calls { get; } = new();

    /// <summary>Answers the next request by hand.</summary>
    public void Next(Func<UpstreamCall, Stream, CancellationToken, Task> reply) => _replies.Enqueue(reply);

    /// <summary>Answers the next request with JSON.</summary>
    public void NextJson(string json, int status = 200, string headers = "") => Next((_, stream, stop) =>
        WriteAsync(stream, $"HTTP/1.1 {status} Scripted\r\nContent-Type: application/json\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\nConnection: close\r\n\r\n{json}", stop));

    /// <summary>Answers the next request with an event stream in these pieces.</summary>
    public void NextStream(params byte[][] pieces) => Next(async (_, stream, stop) =>
    {
        await StartStreamAsync(stream, stop);
        foreach (byte[] piece in pieces)
        {
            await ChunkAsync(stream, piece, stop);
        }

        await ChunkAsync(stream, [], stop);
    });

    /// <summary>A Responses answer: completed, with these output items.</summary>
    public void NextResponse(JsonElement output, string? usage = null) =>
        NextJson($$"""{"id":"resp_{{_replies.Count + Calls.Count}}","status":"completed","model":"gpt-test","output":{{output.GetRawText()}}{{(usage is null ? "" : ",\"usage\":" + usage)}}}""");

    /// <summary>A Responses answer with one message.</summary>
    public void NextMessage(string text, string? usage = null) => NextResponse(Message(text), usage);

    /// <summary>A Chat Completions answer with this message.</summary>
    public void NextCompletion(JsonElement message, string? usage = null) =>
        NextJson($$"""{"id":"chatcmpl-{{_replies.Count + Calls.Count}}","object":"chat.completion","model":"gpt-test","choices":[{"index":0,"message":{{message.GetRawText()}},"finish_reason":null}]{{(usage is null ? "" : ",\"usage\":" + usage)}}}""");

    public static JsonElement Message(string text) => JsonSerializer.SerializeToElement(
        new object[] { new { type = "message", role = "assistant", content = new object[] { new { type = "output_text", text } } } });

    public static Task StartStreamAsync(Stream stream, CancellationToken stop) =>
        WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n", stop);

    public static async Task ChunkAsync(Stream stream, byte[] bytes, CancellationToken stop)
    {
        byte[] head = Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        await stream.WriteAsync((byte[])[.. head, .. bytes, .. "\r\n"u8], stop);
        await stream.FlushAsync(stop);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private static Task WriteAsync(Stream stream, string text, CancellationToken stop) => stream.WriteAsync(Encoding.UTF8.GetBytes(text), stop).AsTask();

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            client.NoDelay = true;
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                if (await ReadAsync(stream, _stop.Token) is not { } call)
                {
                    return;
                }

                Calls.Enqueue(call);
                if (_replies.TryDequeue(out Func<UpstreamCall, Stream, CancellationToken, Task>? reply))
                {
                    await reply(call, stream, _stop.Token);
                }
                else
                {
                    await WriteAsync(stream, "HTTP/1.1 500 Unscripted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", _stop.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The gateway went away, or the case is over.
            }
        }
    }

    private static async Task<UpstreamCall?> ReadAsync(NetworkStream stream, CancellationToken stop)
    {
        List<byte> head = [];
        byte[] one = new byte[1];
        while (head.Count < 4 || !head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, stop) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        string[] lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        List<KeyValuePair<string, string>> headers = [.. lines.Skip(1).Select(l => l.Split(':', 2)).Select(p => KeyValuePair.Create(p[0], p[1].Trim()))];
        string? length = headers.Where(h => h.Key.Equals("content-length", StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).FirstOrDefault();
        byte[] body = new byte[length is null ? 0 : int.Parse(length, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, stop);
        string[] first = lines[0].Split(' ');
        return new UpstreamCall(first[0], first[1], headers, body);
    }
}
