// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Storage.Catalog;

/// <summary>A line of the catalog. Read and written by hand: ten thousand of them are read for a list.</summary>
internal static class CatalogJson
{
    public static void Write(Utf8JsonWriter json, CatalogEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("folder", entry.Folder);
        json.WriteNumber("files", entry.Stamp.Files);
        json.WriteNumber("bytes", entry.Stamp.Bytes);
        json.WriteNumber("written", entry.Stamp.WrittenTicks);
        if (entry.Session is { } session)
        {
            json.WriteStartObject("session");
            WriteSession(json, session);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static CatalogEntry Read(ReadOnlySpan<byte> line)
    {
        Utf8JsonReader json = new(line);
        string folder = "";
        int files = 0;
        long bytes = 0;
        long written = 0;
        Session? session = null;
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = json.ValueSpan;
            json.Read();
            if (name.SequenceEqual("folder"u8))
            {
                folder = json.GetString()!;
            }
            else if (name.SequenceEqual("files"u8))
            {
                files = json.GetInt32();
            }
            else if (name.SequenceEqual("bytes"u8))
            {
                bytes = json.GetInt64();
            }
            else if (name.SequenceEqual("written"u8))
            {
                written = json.GetInt64();
            }
            else if (name.SequenceEqual("session"u8))
            {
                session = CatalogSessionReader.Read(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return new CatalogEntry(folder, new JournalStamp(files, bytes, written), session);
    }

    private static void WriteSession(Utf8JsonWriter json, Session session)
    {
        json.WriteString("id", session.Id);
        json.WriteString("agent", session.Agent);
        json.WriteNumber("state", (int)session.State);
        json.WriteNumber("started", session.StartedAt.UtcTicks);
        json.WriteNumber("last", session.LastEventAt.UtcTicks);
        WriteNumber(json, "ended", session.EndedAt?.UtcTicks);
        WriteText(json, "end_reason", session.EndReason);
        WriteText(json, "agent_version", session.AgentVersion);
        WriteText(json, "model", session.Model);
        WriteText(json, "cwd", session.WorkingDirectory);
        WriteText(json, "atif_folder", session.AskedAtifFolder);
        WriteText(json, "openinference_endpoint", session.AskedOpenInferenceEndpoint);
        WriteText(json, "transcript", session.TranscriptPath);
        WriteNumber(json, "exit_code", session.ExitCode);
        if (session.Usage is { } usage)
        {
            json.WriteStartObject("usage");
            WriteNumber(json, "input", usage.Input);
            WriteNumber(json, "cache_read", usage.CacheRead);
            WriteNumber(json, "cache_write", usage.CacheWrite);
            WriteNumber(json, "cache_write_hour", usage.CacheWriteHour);
            WriteNumber(json, "output", usage.Output);
            WriteNumber(json, "reasoning", usage.Reasoning);
            WriteNumber(json, "total", usage.Total);
            if (usage.CostUsd is { } cost)
            {
                json.WriteNumber("cost", cost);
                json.WriteNumber("cost_estimated", usage.CostEstimated ? 1 : 0);
            }

            json.WriteEndObject();
        }

        WriteCounts(json, session.Counts);
        WriteTexts(json, "metadata", session.Metadata);
        WriteTexts(json, "given", session.GivenMetadata);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach ((string key, string value) in texts)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, SessionCounts counts)
    {
        json.WriteStartObject("counts");
        json.WriteNumber("events", counts.Events);
        json.WriteNumber("turns", counts.Turns);
        json.WriteNumber("llm", counts.LlmCalls);
        json.WriteNumber("llm_failed", counts.FailedLlmCalls);
        json.WriteNumber("llm_unpriced", counts.UnpricedLlmCalls);
        json.WriteNumber("tools", counts.ToolCalls);
        json.WriteNumber("subagents", counts.Subagents);
        json.WriteNumber("requests", counts.ModelRequests);
        json.WriteStartObject("hooks");
        foreach ((string name, int count) in counts.Hooks)
        {
            json.WriteNumber(name, count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
