// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Storage.Catalog;

/// <summary>Reads the session of a catalog line.</summary>
internal static class CatalogSessionReader
{
    public static Session Read(ref Utf8JsonReader json)
    {
        string id = "";
        string agent = "";
        SessionState state = default;
        long started = 0;
        long last = 0;
        long? ended = null;
        int? exitCode = null;
        string? endReason = null;
        string? agentVersion = null;
        string? model = null;
        string? folder = null;
        string? atifFolder = null;
        string? openInference = null;
        string? transcript = null;
        TokenUsage? usage = null;
        SessionCounts counts = new();
        Dictionary<string, string> metadata = [];
        Dictionary<string, string> given = [];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = Name(json.ValueSpan);
            json.Read();
            switch (name)
            {
                case "id":
                    id = json.GetString()!;
                    break;
                case "agent":
                    agent = string.Intern(json.GetString()!);
                    break;
                case "state":
                    state = (SessionState)json.GetInt32();
                    break;
                case "started":
                    started = json.GetInt64();
                    break;
                case "last":
                    last = json.GetInt64();
                    break;
                case "ended":
                    ended = json.GetInt64();
                    break;
                case "exit_code":
                    exitCode = json.GetInt32();
                    break;
                case "end_reason":
                    endReason = json.GetString();
                    break;
                case "agent_version":
                    agentVersion = json.GetString();
                    break;
                case "model":
                    model = json.GetString();
                    break;
                case "cwd":
                    folder = json.GetString();
                    break;
                case "atif_folder":
                    atifFolder = json.GetString();
                    break;
                case "openinference_endpoint":
                    openInference = json.GetString();
                    break;
                case "transcript":
                    transcript = json.GetString();
                    break;
                case "usage":
                    usage = ReadUsage(ref json);
                    break;
                case "counts":
                    counts = ReadCounts(ref json);
                    break;
                case "metadata":
                    metadata = ReadTexts(ref json);
                    break;
                case "given":
                    given = ReadTexts(ref json);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new Session
        {
            Id = id,
            Agent = agent,
            State = state,
            StartedAt = new DateTimeOffset(started, TimeSpan.Zero),
            LastEventAt = new DateTimeOffset(last, TimeSpan.Zero),
            EndedAt = ended is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
            EndReason = endReason,
            AgentVersion = agentVersion,
            Model = model,
            WorkingDirectory = folder,
            AskedAtifFolder = atifFolder,
            AskedOpenInferenceEndpoint = openInference,
            TranscriptPath = transcript,
            ExitCode = exitCode,
            Usage = usage,
            Counts = counts,
            Metadata = metadata,
            GivenMetadata = given,
        };
    }

    private static Dictionary<string, string> ReadTexts(ref Utf8JsonReader json)
    {
        Dictionary<string, string> texts = [];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = json.GetString()!;
            json.Read();
            texts[key] = json.GetString()!;
        }

        return texts;
    }

    private static TokenUsage ReadUsage(ref Utf8JsonReader json)
    {
        TokenUsage usage = new();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = Name(json.ValueSpan);
            json.Read();
            usage = name switch
            {
                "input" => usage with { Input = json.GetInt64() },
                "cache_read" => usage with { CacheRead = json.GetInt64() },
                "cache_write" => usage with { CacheWrite = json.GetInt64() },
                "cache_write_hour" => usage with { CacheWriteHour = json.GetInt64() },
                "output" => usage with { Output = json.GetInt64() },
                "reasoning" => usage with { Reasoning = json.GetInt64() },
                "total" => usage with { Total = json.GetInt64() },
                "cost" => usage with { CostUsd = json.GetDecimal() },
                "cost_estimated" => usage with { CostEstimated = json.GetInt32() == 1 },
                _ => usage,
            };
        }

        return usage;
    }

    private static SessionCounts ReadCounts(ref Utf8JsonReader json)
    {
        int events = 0;
        int turns = 0;
        int calls = 0;
        int failed = 0;
        int unpriced = 0;
        int tools = 0;
        int subagents = 0;
        int requests = 0;
        Dictionary<string, int> hooks = [];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = Name(json.ValueSpan);
            json.Read();
            if (name == "hooks")
            {
                while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                {
                    string hook = string.Intern(json.GetString()!);
                    json.Read();
                    hooks[hook] = json.GetInt32();
                }

                continue;
            }

            int value = json.GetInt32();
            events = name == "events" ? value : events;
            turns = name == "turns" ? value : turns;
            calls = name == "llm" ? value : calls;
            failed = name == "llm_failed" ? value : failed;
            unpriced = name == "llm_unpriced" ? value : unpriced;
            tools = name == "tools" ? value : tools;
            subagents = name == "subagents" ? value : subagents;
            requests = name == "requests" ? value : requests;
        }

        return new SessionCounts
        {
            Events = events,
            Turns = turns,
            LlmCalls = calls,
            FailedLlmCalls = failed,
            UnpricedLlmCalls = unpriced,
            ToolCalls = tools,
            Subagents = subagents,
            ModelRequests = requests,
            Hooks = hooks,
        };
    }

    /// <summary>The names are few and short: none of them is escaped.</summary>
    private static string Name(ReadOnlySpan<byte> name) => NameTable.Get(name);
}
