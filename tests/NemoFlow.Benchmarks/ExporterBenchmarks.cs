// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using NemoFlow.Exporters.Atif;
using NemoFlow.Exporters.Delivery;
using NemoFlow.Exporters.Otlp;
using NemoFlow.OtlpReceiver;

namespace NemoFlow.Benchmarks;

/// <summary>What exporters make of a session of a thousand model calls in a second: none of it is on an agent's path.</summary>
internal static class ExporterBenchmarks
{
    private const int Calls = 1000;
    private const int Repeat = 5;

    public static async Task RunAsync(Report report)
    {
        Session session = Make();
        ArrayBufferWriter<byte> document = new();
        AtifExporter.TryWrite(session, AtifOptions.Default, document);
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Repeat; i++)
        {
            document.ResetWrittenCount();
            AtifExporter.TryWrite(session, AtifOptions.Default, document);
        }

        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        report.Add("ATIF export", Report.Number(document.WrittenCount * (double)Repeat / seconds / 1e6, "0") + " MB/s", "", "");
        await using TestServer server = await TestServer.StartAsync();
        OtlpOptions options = new() { Endpoint = server.Url, Vocabulary = SpanVocabulary.Both, CaptureContent = true, Timeout = TimeSpan.FromSeconds(30) };
        foreach (bool compress in (bool[])[true, false])
        {
            await using OtlpTraceTarget target = new(options with { Compress = compress }, "bench", _ => null, TimeProvider.System);
            await SendAsync(session, target);
            int before = server.Requests.Count;
            started = Stopwatch.GetTimestamp();
            long spans = 0;
            for (int i = 0; i < Repeat; i++)
            {
                spans += await SendAsync(session, target);
            }

            seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            long bytes = server.Requests.Skip(before).Sum(r => (long)r.Body.Length);
            string size = Report.Number(bytes / seconds / 1e6, "0") + " MB/s on the wire";
            report.Add($"OTLP, both conventions with content, {(compress ? "gzip" : "plain")}, encoded and sent", Report.Number(spans / seconds, "#,0") + " spans/s, " + size, "", "");
        }
    }

    private static async Task<long> SendAsync(Session session, OtlpTraceTarget target)
    {
        List<DeliveryUnit> units = [.. target.UnitsOf(session)];
        long sent = 0;
        while (units.Count > 0)
        {
            DeliveryResult result = await target.SendAsync(session, units, int.MaxValue, CancellationToken.None);
            sent += result.Units;
            units.RemoveRange(0, result.Units);
        }

        return sent;
    }

    private static Session Make()
    {
        string text = string.Concat(Enumerable.Repeat("All work and no play makes a dull boy. ", 60));
        JsonElement raw = JsonSerializer.SerializeToElement(new { type = "message", role = "assistant", content = new[] { new { type = "output_text", text } } });
        LlmItem said = new() { Kind = LlmItemKind.Message, Role = "assistant", Text = text, Raw = raw };
        List<TurnItem> items = [];
        for (int i = 0; i < Calls; i++)
        {
            DateTimeOffset at = DateTimeOffset.UnixEpoch.AddSeconds(i + 1);
            items.Add(new LlmCall
            {
                Id = "c" + i,
                Api = "openai.responses",
                Status = CallStatus.Completed,
                Model = "m",
                StartedAt = at,
                EndedAt = at.AddMilliseconds(500),
                Usage = new TokenUsage { Input = 1000, Output = 10 },
                Request = new LlmRequest { Model = "m", HistoryCount = i, NewItems = [said], Body = JsonElement.Parse("""{"model":"m","stream":true}""") },
                Response = new LlmResponse { Id = "r" + i, Model = "m", Items = [said], Finish = LlmFinish.Complete, FinishReason = "completed" },
            });
            items.Add(new ToolCall { Id = "t" + i, Name = "shell", Status = CallStatus.Completed, StartedAt = at.AddMilliseconds(600), EndedAt = at.AddMilliseconds(700), LlmCallId = "c" + i, Arguments = raw, Result = JsonSerializer.SerializeToElement(text) });
        }

        Turn turn = new() { Id = "t", Index = 1, Source = "user_prompt", Status = CallStatus.Completed, StartedAt = DateTimeOffset.UnixEpoch, EndedAt = DateTimeOffset.UnixEpoch.AddHours(1), Prompt = "p", Items = items };
        return new Session { Id = "s", Agent = AgentKinds.Codex, State = SessionState.Ended, StartedAt = DateTimeOffset.UnixEpoch, LastEventAt = DateTimeOffset.UnixEpoch.AddHours(1), Turns = [turn] };
    }
}
