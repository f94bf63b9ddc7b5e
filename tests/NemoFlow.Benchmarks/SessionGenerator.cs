// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Benchmarks;

/// <summary>
/// Fills a state folder with sessions as agents leave them: a prompt or several, each with two model calls and a tool call, over a few
/// months, folders and models. The same number gives the same sessions.
/// </summary>
internal static class SessionGenerator
{
    private const int SessionsPerFlush = 64;
    private static readonly string[] Models = ["gpt-5.5", "gpt-5.6-luna", "gpt-6-sol"];

    public static void Run(string stateFolder, int count, TextWriter output)
    {
        StateFolder state = new(stateFolder);
        Random random = new(count);
        DateTimeOffset time = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
        using JournalSet journals = new(state.Sessions, "generated");
        for (int i = 0; i < count; i++)
        {
            time = time.AddSeconds(random.Next(60, 1800));
            Write(journals, new Journey(Id(random), Models[random.Next(Models.Length)], "/home/you/project-" + random.Next(40), 1 + random.Next(3)), time, random);
            if (i % SessionsPerFlush == 0)
            {
                journals.Flush((_, reason) => throw new IOException(reason));
            }
        }

        journals.Flush((_, reason) => throw new IOException(reason));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} sessions in {state.Sessions}"));
    }

    private static void Write(JournalSet journals, Journey session, DateTimeOffset time, Random random)
    {
        DateTimeOffset now = time;
        Append(EventKinds.Hook, Hook("SessionStart", new JsonObject { ["source"] = "startup" }), EventSource.Hook);
        JsonArray history = [];
        for (int turn = 1; turn <= session.Turns; turn++)
        {
            string turnId = $"{session.Id}-{turn}";
            string prompt = "Look at part " + random.Next(1000) + " and mend what is wrong with it. " + new string('x', random.Next(400));
            string call = $"call_{turnId}";
            Append(EventKinds.Hook, Hook("UserPromptSubmit", new JsonObject { ["turn_id"] = turnId, ["prompt"] = prompt }), EventSource.Hook);
            history.Add(new JsonObject { ["type"] = "message", ["role"] = "user", ["content"] = prompt });
            Call($"{turnId}-a", new JsonObject { ["type"] = "function_call", ["call_id"] = call, ["name"] = "exec_command", ["arguments"] = """{"cmd":"ls"}""" });
            JsonObject tool = new() { ["turn_id"] = turnId, ["tool_name"] = "Bash", ["tool_use_id"] = call, ["tool_input"] = new JsonObject { ["command"] = "ls" } };
            Append(EventKinds.Hook, Hook("PreToolUse", tool.DeepClone().AsObject()), EventSource.Hook);
            string result = new('y', random.Next(1500));
            tool["tool_response"] = result;
            Append(EventKinds.Hook, Hook("PostToolUse", tool), EventSource.Hook);
            history.Add(new JsonObject { ["type"] = "function_call_output", ["call_id"] = call, ["output"] = result });
            Call($"{turnId}-b", new JsonObject
            {
                ["type"] = "message",
                ["role"] = "assistant",
                ["content"] = new JsonArray(new JsonObject { ["type"] = "output_text", ["text"] = "Done with part " + turn + "." }),
            });
            Append(EventKinds.Hook, Hook("Stop", new JsonObject { ["turn_id"] = turnId, ["last_assistant_message"] = $"Done with part {turn}." }), EventSource.Hook);
        }

        Append(EventKinds.Hook, Hook("SessionEnd", new JsonObject { ["reason"] = "other" }), EventSource.Hook);

        JsonObject Hook(string name, JsonObject payload)
        {
            payload["session_id"] = session.Id;
            payload["hook_event_name"] = name;
            payload["cwd"] = session.Folder;
            payload["model"] = session.Model;
            return new JsonObject { ["payload"] = payload };
        }

        void Call(string id, JsonObject item)
        {
            JsonObject body = new() { ["model"] = session.Model, ["instructions"] = "Be brief.", ["input"] = history.DeepClone() };
            Append(
                EventKinds.LlmRequest,
                new JsonObject { ["api"] = "openai.responses", ["path"] = "/v1/responses", ["headers"] = new JsonObject { ["session-id"] = session.Id, ["thread-id"] = session.Id } },
                EventSource.Gateway,
                id,
                new RequestBody(Encoding.UTF8.GetBytes(body.ToJsonString()), "input", session.Id));
            JsonObject usage = new()
            {
                ["input_tokens"] = 1000 + random.Next(20000),
                ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = random.Next(1000) },
                ["output_tokens"] = random.Next(500),
                ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
            };
            JsonObject response = new() { ["id"] = "resp_" + id, ["object"] = "response", ["status"] = "completed", ["model"] = session.Model, ["output"] = new JsonArray(item.DeepClone()), ["usage"] = usage };
            Append(EventKinds.LlmResponse, new JsonObject { ["status"] = 200, ["outcome"] = "completed", ["first_event_ms"] = 12, ["duration_ms"] = 800, ["body"] = response }, EventSource.Gateway, id);
            history.Add(item);
        }

        void Append(string kind, JsonObject data, EventSource source, string? id = null, RequestBody? request = null)
        {
            now = now.AddMilliseconds(200 + random.Next(2000));
            string? problem = journals.Append(new JournalEntry
            {
                SessionId = session.Id,
                Agent = AgentKinds.Codex,
                Kind = kind,
                Source = source,
                Time = now,
                Id = id ?? new Guid(Bytes(random)).ToString(),
                Data = Encoding.UTF8.GetBytes(data.ToJsonString()),
                Request = request,
            });
            if (problem is not null)
            {
                throw new IOException(problem);
            }
        }
    }

    private static string Id(Random random) => new Guid(Bytes(random)).ToString();

    private static byte[] Bytes(Random random)
    {
        byte[] bytes = new byte[16];
        random.NextBytes(bytes);
        return bytes;
    }

    private sealed record Journey(string Id, string Model, string Folder, int Turns);
}
