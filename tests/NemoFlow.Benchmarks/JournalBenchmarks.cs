// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Benchmarks;

/// <summary>Bytes in the journal for each byte of new content, in a long conversation whose requests repeat the whole history.</summary>
internal static class JournalBenchmarks
{
    private const int Calls = 200;

    public static Task RunAsync(Report report)
    {
        string state = Directory.CreateTempSubdirectory("nemo-flow-bench-").FullName;
        Random random = new(7);
        long content = 0;
        long sent = 0;
        string instructions = Text(random, 20000);
        content += instructions.Length;
        List<string> items = [];
        using (JournalSet journals = new(state, "bench"))
        {
            for (int call = 0; call < Calls; call++)
            {
                string output = Text(random, 3000);
                string answer = Text(random, 600);
                content += output.Length + answer.Length;
                items.Add(Item("function_call_output", "output", output, call));
                string body = new JsonObject { ["model"] = "bench", ["instructions"] = instructions, ["input"] = new JsonArray([.. items.Select(i => JsonNode.Parse(i))]) }.ToJsonString();
                sent += body.Length + output.Length + answer.Length;
                Append(journals, EventKinds.Hook, "{\"payload\":{\"session_id\":\"s\",\"hook_event_name\":\"PostToolUse\",\"tool_response\":\"" + output + "\"}}");
                Append(journals, EventKinds.LlmRequest, """{"api":"openai.responses"}""", new RequestBody(Encoding.UTF8.GetBytes(body), "input", "root"));
                string reply = Item("message", "text", answer, call);
                Append(journals, EventKinds.LlmResponse, "{\"status\":200,\"body\":{\"output\":[" + reply + "]}}");
                items.Add(reply);
                journals.Flush((_, reason) => throw new IOException(reason));
            }
        }

        long written = Directory.EnumerateFiles(state, "*.jsonl", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);
        report.Add(
            "journal bytes per byte of new content, hooks included",
            Report.Number((double)written / content, "0.00"),
            Report.Number((double)sent / content, "0.0") + " without sharing",
            "≤ 1.3");
        Directory.Delete(state, recursive: true);
        return Task.CompletedTask;
    }

    private static void Append(JournalSet journals, string kind, string data, RequestBody? request = null) => journals.Append(new JournalEntry
    {
        SessionId = "s",
        Kind = kind,
        Agent = AgentKinds.Codex,
        Source = EventSource.Hook,
        Time = DateTimeOffset.UnixEpoch,
        Data = Encoding.UTF8.GetBytes(data),
        Request = request,
    });

    private static string Item(string type, string member, string text, int call) =>
        $$"""{"type":"{{type}}","call_id":"call_{{call.ToString(CultureInfo.InvariantCulture)}}","{{member}}":"{{text}}"}""";

    private static string Text(Random random, int length) => string.Create(length, random, (span, r) =>
    {
        foreach (ref char c in span)
        {
            c = (char)('a' + r.Next(26));
        }
    });
}
