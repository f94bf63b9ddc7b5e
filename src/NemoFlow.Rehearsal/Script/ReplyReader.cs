// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>Reads one reply of a conversation.</summary>
internal static class ReplyReader
{
    public static Reply Read(JsonCursor cursor)
    {
        cursor.Object(
            "reasoning", "text", "refusal", "tools", "incomplete", "failed", "error", "drop", "pace", "usage", "headers");
        Reply reply = new()
        {
            Reasoning = cursor.Find("reasoning") is { } reasoning ? ReadReasoning(reasoning) : null,
            Text = cursor.Find("text")?.Text(),
            Refusal = cursor.Find("refusal")?.Text(),
            Tools = cursor.Find("tools") is { } tools ? [.. tools.Items().Select(ToolReader.Read)] : [],
            Incomplete = cursor.Find("incomplete") is { } incomplete ? ReadIncomplete(incomplete) : null,
            Failed = cursor.Find("failed") is { } failed ? ReadFailure(failed) : null,
            Error = cursor.Find("error") is { } error ? ReadError(error) : null,
            Drop = cursor.Find("drop") is { } drop ? ReadDrop(drop) : null,
            Pace = cursor.Find("pace") is { } pace ? ReadPace(pace) : ReplyPace.Default,
            Usage = cursor.Find("usage") is { } usage ? ReadUsage(usage) : null,
            Headers = cursor.Find("headers")?.Pairs() ?? [],
        };
        if (reply is { Text: not null, Refusal: not null })
        {
            throw cursor.Error("'text' and 'refusal' exclude each other");
        }

        return reply;
    }

    private static ReplyReasoning ReadReasoning(JsonCursor cursor)
    {
        if (cursor.IsString)
        {
            return new ReplyReasoning([cursor.Text()], null);
        }

        cursor.Object("summary", "encrypted_content", "chat_field");
        ReplyReasoning reasoning = new(
            cursor.Find("summary") is { } summary ? [.. summary.Items().Select(static item => item.Text())] : [],
            cursor.Find("encrypted_content")?.Text());
        return cursor.Find("chat_field") is { } field
            ? reasoning with { ChatField = field.OneOf("reasoning_content", "reasoning", "reasoning_details") }
            : reasoning;
    }

    private static ReplyFailure ReadFailure(JsonCursor cursor)
    {
        cursor.Object("code", "message", "times");
        return new ReplyFailure(
            cursor.Find("code")?.Text() ?? "server_error", cursor.Get("message").Text(), ReadTimes(cursor));
    }

    private static ReplyIncomplete ReadIncomplete(JsonCursor cursor)
    {
        if (cursor.IsObject)
        {
            cursor.Object("reason", "times");
            return new ReplyIncomplete(ReadReason(cursor.Get("reason")), ReadTimes(cursor));
        }

        return new ReplyIncomplete(ReadReason(cursor), 1);
    }

    private static string ReadReason(JsonCursor cursor) => cursor.OneOf("max_output_tokens", "content_filter");

    private static ReplyError ReadError(JsonCursor cursor)
    {
        cursor.Object("status", "body", "headers", "times");
        return new ReplyError
        {
            Status = cursor.Get("status").Number(400, 599),
            Body = cursor.Find("body")?.Element,
            Headers = cursor.Find("headers")?.Pairs() ?? [],
            Times = ReadTimes(cursor),
        };
    }

    private static ReplyDrop ReadDrop(JsonCursor cursor)
    {
        cursor.Object("after_events", "after_bytes", "times");
        ReplyDrop drop = new()
        {
            AfterEvents = cursor.Find("after_events")?.Number(0, int.MaxValue),
            AfterBytes = cursor.Find("after_bytes")?.Number(0, int.MaxValue),
            Times = ReadTimes(cursor),
        };
        return drop.AfterEvents is null == drop.AfterBytes is null
            ? throw cursor.Error("expected exactly one of after_events, after_bytes")
            : drop;
    }

    private static int ReadTimes(JsonCursor cursor)
    {
        if (cursor.Find("times") is not { } times)
        {
            return 1;
        }

        if (times.IsString)
        {
            times.OneOf("always");
            return int.MaxValue;
        }

        return times.Number(1, int.MaxValue);
    }

    private static ReplyPace ReadPace(JsonCursor cursor)
    {
        cursor.Object("chunk_bytes", "delta_characters", "delay_ms", "first_delay_ms");
        ReplyPace fallback = ReplyPace.Default;
        return new ReplyPace(
            cursor.Find("chunk_bytes")?.Number(1, int.MaxValue),
            cursor.Find("delta_characters")?.Number(1, int.MaxValue) ?? fallback.DeltaCharacters,
            cursor.Find("delay_ms")?.Number(0, int.MaxValue) ?? fallback.DelayMilliseconds,
            cursor.Find("first_delay_ms")?.Number(0, int.MaxValue) ?? fallback.FirstDelayMilliseconds);
    }

    private static ReplyUsage ReadUsage(JsonCursor cursor)
    {
        cursor.Object("input", "cached", "cache_write", "cache_write_1h", "output", "reasoning");
        return new ReplyUsage(
            cursor.Find("input")?.Number(0, int.MaxValue),
            cursor.Find("cached")?.Number(0, int.MaxValue),
            cursor.Find("output")?.Number(0, int.MaxValue),
            cursor.Find("reasoning")?.Number(0, int.MaxValue))
        {
            CacheWrite = cursor.Find("cache_write")?.Number(0, int.MaxValue),
            CacheWriteHour = cursor.Find("cache_write_1h")?.Number(0, int.MaxValue),
        };
    }
}
