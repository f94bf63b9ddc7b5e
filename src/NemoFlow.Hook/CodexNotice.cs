// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;

namespace NemoFlow.Hook;

/// <summary>
/// Codex's notice at the end of a turn names the thread only. Where that is a subagent's, the session it belongs to stands in the first
/// line of Codex's own record of the thread: without it every subagent would look like a session of its own.
/// </summary>
internal static class CodexNotice
{
    /// <summary>The ids come before the long texts in that line.</summary>
    private const int MaxHeadBytes = 64 * 1024;

    private const int MaxIdLength = 64;

    /// <summary>The notice with the session's id where its thread is a subagent's; as it is in every other case.</summary>
    public static byte[] Complete(byte[] notice, HookHost host)
    {
        try
        {
            return ThreadOf(notice) is { } thread && IsId(thread) && Record(thread, host) is { } record && SessionOf(Head(record), thread) is { } session
                ? [.. "{\"session_id\":\""u8, .. Encoding.UTF8.GetBytes(session), .. "\","u8, .. notice.AsSpan(notice.IndexOf((byte)'{') + 1)]
                : notice;
        }
        catch (Exception)
        {
            // Whatever is wrong with Codex's record: the notice is worth more without it than nothing.
            return notice;
        }
    }

    private static string? ThreadOf(ReadOnlySpan<byte> notice)
    {
        string? thread = null;
        Utf8JsonReader reader = JsonText.Reader(notice);
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
            {
                if (reader.ValueTextEquals("session_id"u8))
                {
                    return null;
                }

                bool isThread = reader.ValueTextEquals("thread-id"u8);
                thread = reader.Read() && isThread && reader.TokenType == JsonTokenType.String ? reader.GetString() : thread;
            }
        }

        return thread;
    }

    /// <summary>Codex files its records by the local day of the thread's begin, which the id tells in milliseconds since 1970 (UUID version 7).</summary>
    private static string? Record(string thread, HookHost host)
    {
        string? home = host.VariableOrNull("CODEX_HOME");
        string? user = host.VariableOrNull(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME");
        home ??= user is null ? null : Path.Combine(user, ".codex");
        if (home is null || Milliseconds(thread) is not { } milliseconds)
        {
            return null;
        }

        string ending = "-" + thread + ".jsonl";
        DateTime began = DateTime.UnixEpoch.AddMilliseconds(milliseconds);
        foreach (int days in (ReadOnlySpan<int>)[0, -1, 1])
        {
            DateTime day = began.AddDays(days);
            string folder = Path.Combine(home, "sessions", Digits(day.Year, 4), Digits(day.Month, 2)) + Path.DirectorySeparatorChar + Digits(day.Day, 2);
            foreach (string file in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
            {
                if (file.EndsWith(ending, StringComparison.Ordinal))
                {
                    return file;
                }
            }
        }

        return null;
    }

    /// <summary>The time in the first twelve digits of a UUID of version 7; null for any other id. By hand: the library's own would be a part of the client's size.</summary>
    private static long? Milliseconds(string id)
    {
        if (id.Length != 36 || id[8] != '-' || id[14] != '7')
        {
            return null;
        }

        long time = 0;
        foreach (char c in id.AsSpan(0, 13))
        {
            if (c != '-')
            {
                if (!char.IsAsciiHexDigitLower(c))
                {
                    return null;
                }

                time = (time << 4) | (uint)(char.IsAsciiDigit(c) ? c - '0' : c - 'a' + 10);
            }
        }

        return time < 253_402_300_800_000 ? time : null;
    }

    private static string Digits(int number, int count)
    {
        Span<char> digits = stackalloc char[count];
        for (int at = count - 1; at >= 0; at--)
        {
            digits[at] = (char)('0' + (number % 10));
            number /= 10;
        }

        return new string(digits);
    }

    private static byte[] Head(string path)
    {
        FileStreamOptions options = new() { Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        using FileStream file = new(path, options);
        byte[] head = new byte[MaxHeadBytes];
        int length = file.Read(head);
        int end = head.AsSpan(0, length).IndexOf((byte)'\n');
        return head[..(end < 0 ? length : end)];
    }

    /// <summary>The session of a subagent's thread: the root's where it is told, else the parent's; null where the thread is nobody's subagent.</summary>
    private static string? SessionOf(ReadOnlySpan<byte> head, string thread)
    {
        string? session = null;
        string? parent = null;
        bool isSubagent = false;
        Utf8JsonReader reader = new(head, isFinalBlock: false, default);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isParent = reader.ValueTextEquals("parent_thread_id"u8);
                bool isSession = reader.CurrentDepth == 2 && reader.ValueTextEquals("session_id"u8);
                bool isSource = reader.CurrentDepth == 2 && reader.ValueTextEquals("thread_source"u8);
                if (reader.Read() && reader.TokenType == JsonTokenType.String)
                {
                    parent = isParent ? reader.GetString() : parent;
                    session = isSession ? reader.GetString() : session;
                    isSubagent |= isSource && reader.ValueTextEquals("subagent"u8);
                }
            }
        }

        string? owner = session is null || session == thread ? parent : session;
        return (isSubagent || parent is not null) && owner is not null && owner != thread && IsId(owner) ? owner : null;
    }

    /// <summary>What may become a part of a file's name and of JSON as it is.</summary>
    private static bool IsId(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return false;
            }
        }

        return text.Length is > 0 and <= MaxIdLength;
    }
}
