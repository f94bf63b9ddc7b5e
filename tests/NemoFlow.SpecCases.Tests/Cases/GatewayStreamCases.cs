// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.SpecCases.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

internal static class GatewayStreamCases
{
    private const string Body = """{"model":"gpt-test","input":"hello","stream":true}""";

    [RunsCase("D10")]
    public static async Task InOrderAsync(CaseContext c)
    {
        byte[][] frames = Frames(c);
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        gateway.Upstream.NextStream(frames);
        GatewayReply reply = await gateway.CallAsync(c.In("http").GetString()!.Split(' ')[1], c.In("body").GetRawText());
        c.Same((int)c.Out("status").GetInt64(), reply.Status, "status");
        c.Same(c.Out("content_type").GetString(), reply.Header("content-type"), "content type");
        c.Sequence(c.Expect.ItemsAt("order").Select(e => e.GetString()), c.Expect.ItemsAt("order").Select(e => e.GetString()!).OrderBy(e => reply.Text.IndexOf(e, StringComparison.Ordinal)), "order");
        c.True(reply.Body.AsSpan().SequenceEqual(frames.SelectMany(f => f).ToArray()), c.Out("better").GetString()!);
    }

    [RunsCase("D12")]
    public static async Task SplitCharacterAsync(CaseContext c)
    {
        string text = c.Out("client_text").GetString()!;
        c.Contains(text, c.In("text").GetString()!, "text");
        string start = c.In("upstream_chunks_hex")[0].GetString()!;
        byte[] first = [.. Encoding.UTF8.GetBytes(start[..start.IndexOf(" + ", StringComparison.Ordinal)]), 0xC3];
        string rest = c.In("upstream_chunks_hex")[1].GetString()!;
        byte[] second = [0xA9, .. Encoding.UTF8.GetBytes(SpecText.Unescape(rest[(rest.IndexOf(" + ", StringComparison.Ordinal) + 3)..]))];

        await using SpecGateway gateway = await SpecGateway.StartAsync();
        gateway.Upstream.NextStream(first, second);
        GatewayReply reply = await gateway.CallAsync("/v1/responses", Body);
        c.True(reply.Body.AsSpan().SequenceEqual((byte[])[.. first, .. second]), "bytes");
        c.Contains(text, reply.Text, "client");
        c.Lacks("\uFFFD", reply.Text, "client");
        c.Same(c.Out("captured_text").GetString(), CorrelationCases.Calls(gateway.Sessions().Single()).Single().Response?.Text, "captured");
    }

    [RunsCase("D13")]
    public static async Task MalformedAsync(CaseContext c)
    {
        byte[][] frames = Frames(c);
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        gateway.Upstream.NextStream(frames);
        GatewayReply reply = await gateway.CallAsync("/v1/responses", Body);
        c.Same("all three frames", c.Out("client_receives").GetString(), "expectation");
        c.True(reply.Body.AsSpan().SequenceEqual(frames.SelectMany(f => f).ToArray()), "bytes");
        c.True(CorrelationCases.Calls(gateway.Sessions().Single()).Single().Flags.Contains("malformed_sse"), "the recording says so");
    }

    /// <summary>Our behaviour: what arrived goes on, the break too.</summary>
    [RunsCase("D15")]
    public static async Task DropAsync(CaseContext c)
    {
        c.Contains("valid first event", c.In("upstream").GetString()!, "input");
        c.Contains("forward what arrived", c.Out("better").GetString()!, "expectation");
        byte[] frame = "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"partial\"}\n\n"u8.ToArray();
        TaskCompletionSource drop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        gateway.Upstream.Next(async (_, stream, stop) =>
        {
            await ScriptedUpstream.StartStreamAsync(stream, stop);
            await ScriptedUpstream.ChunkAsync(stream, frame, stop);
            await drop.Task.WaitAsync(stop);
        });
        using HttpResponseMessage response = await gateway.OpenAsync("POST", "/v1/responses", Body);
        c.Same(200, (int)response.StatusCode, "status");
        await using Stream body = await response.Content.ReadAsStreamAsync(SpecGateway.Stop);
        byte[] received = new byte[frame.Length];
        await body.ReadExactlyAsync(received, SpecGateway.Stop);
        c.True(frame.AsSpan().SequenceEqual(received), "what arrived");
        drop.SetResult();
        Exception? broken = await Record.ExceptionAsync(async () => await body.ReadExactlyAsync(new byte[1], SpecGateway.Stop));
        c.True(broken is HttpRequestException or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } or IOException, "transport error: " + broken);
        Session session = await gateway.FinishAsync(gateway.Sessions().Single().Id);
        LlmCall call = CorrelationCases.Calls(session).Single();
        c.Same(CallStatus.Interrupted, call.Status, "status of the call");
        c.Same("partial", call.Response?.Text, "partial text");
    }

    /// <summary>The only limit there is applies to connecting: the stream lasts several times as long.</summary>
    [RunsCase("D24")]
    public static async Task LongStreamAsync(CaseContext c)
    {
        TimeSpan limit = TimeSpan.FromMilliseconds(150);
        await using SpecGateway gateway = await SpecGateway.StartAsync(o => o with { ConnectTimeout = limit });
        gateway.Upstream.Next(async (_, stream, stop) =>
        {
            await ScriptedUpstream.StartStreamAsync(stream, stop);
            for (int i = 0; i < 5; i++)
            {
                await Task.Delay(limit, TimeProvider.System, stop);
                await ScriptedUpstream.ChunkAsync(stream, Encoding.UTF8.GetBytes($"data: {{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"{i}\"}}\n\n"), stop);
            }

            await ScriptedUpstream.ChunkAsync(stream, "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"status\":\"completed\",\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}}\n\n"u8.ToArray(), stop);
            await ScriptedUpstream.ChunkAsync(stream, [], stop);
        });
        GatewayReply reply = await gateway.CallAsync("/v1/responses", Body);
        c.Contains("complete stream, usage captured", c.Out("client").GetString()!, "expectation");
        c.Contains("response.completed", reply.Text, "end of the stream");
        LlmCall call = CorrelationCases.Calls(gateway.Sessions().Single()).Single();
        c.Same("01234", call.Response?.Text, "text");
        c.Same(4L, call.Usage?.Output, "usage");
    }

    [RunsCase("E10")]
    public static async Task NothingAddedAsync(CaseContext c)
    {
        await using SpecGateway gateway = await SpecGateway.StartAsync();
        gateway.Upstream.NextStream("data: [DONE]\n\n"u8.ToArray());
        string body = c.In("body").GetRawText();
        await gateway.CallAsync("/v1/chat/completions", body);
        UpstreamCall call = gateway.Upstream.Calls.Single();
        c.Same("no stream_options", c.Out("upstream_has").GetString(), "expectation");
        c.Same(null, call.Json.At("stream_options"), "stream_options");
        c.Same(body, call.Text, "body, byte for byte");
    }

    private static byte[][] Frames(CaseContext c) => [.. c.Input.ItemsAt("upstream_sse").Select(f => Encoding.UTF8.GetBytes(SpecText.Unescape(f.GetString()!)))];
}
