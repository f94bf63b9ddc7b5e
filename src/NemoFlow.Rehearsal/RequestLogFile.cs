// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal;

/// <summary>The request log as JSON Lines.</summary>
internal static class RequestLogFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static StreamWriter Open(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new StreamWriter(path, Strict, options) { NewLine = "\n" };
    }

    public static string Line(ProviderRequestLog entry)
    {
        JsonObject line = new()
        {
            ["index"] = entry.Index,
            ["received_at"] = entry.ReceivedAt.ToString("O"),
            ["finished_at"] = entry.FinishedAt?.ToString("O"),
            ["method"] = entry.Method,
            ["target"] = entry.RawTarget,
            ["path"] = entry.Path,
            ["headers"] = new JsonArray([.. entry.Headers.Select(static header => new JsonArray(header.Key, header.Value))]),
            ["body_length"] = entry.BodyLength,
            ["body_sha256"] = entry.BodySha256,
        };
        AddBody(line, entry.Body.Span);
        line["thread"] = entry.Thread;
        line["conversation"] = entry.Conversation;
        line["turn"] = entry.Turn;
        line["attempt"] = entry.Attempt;
        line["status"] = entry.Status;
        line["response_id"] = entry.ResponseId;
        line["usage"] = entry.Usage is not { } usage ? null : new JsonObject
        {
            ["input_tokens"] = usage.InputTokens,
            ["cached_tokens"] = usage.CachedTokens,
            ["cache_write_tokens"] = usage.CacheWriteTokens,
            ["cache_write_1h_tokens"] = usage.CacheWriteHourTokens,
            ["output_tokens"] = usage.OutputTokens,
            ["reasoning_tokens"] = usage.ReasoningTokens,
        };
        line["response_length"] = entry.ResponseLength;
        line["response_sha256"] = entry.ResponseSha256;
        line["outcome"] = entry.Outcome switch
        {
            RequestOutcome.InFlight => "in_flight",
            RequestOutcome.Completed => "completed",
            RequestOutcome.Dropped => "dropped",
            _ => "cancelled",
        };
        return ScenarioJson.Compact(line);
    }

    private static void AddBody(JsonObject line, ReadOnlySpan<byte> body)
    {
        try
        {
            line["body"] = Strict.GetString(body);
        }
        catch (DecoderFallbackException)
        {
            line["body_base64"] = Convert.ToBase64String(body);
        }
    }
}
