// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NemoFlow.Agents.Codex;

/// <summary>
/// Codex runs a hook only when the hash of its definition is trusted. The hash is SHA-256 over compact JSON with sorted keys; a run can
/// be given trusted hashes for exactly the hooks it brings along, and nothing is kept.
/// </summary>
internal static class CodexHookTrust
{
    /// <summary>The name under which Codex keeps hooks that came from the command line.</summary>
    public const string CommandLineSource = "/<session-flags>/config.toml";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The key of a hook's state: source, event, group and handler.</summary>
    public static string Key(string eventName) => Key(CommandLineSource, eventName, 0, 0);

    /// <summary>The key of a hook in a file.</summary>
    public static string Key(string source, string eventName, int group, int handler) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{source}:{SnakeCase(eventName)}:{group}:{handler}");

    /// <summary>The hash of a hook with one command.</summary>
    public static string Hash(string eventName, string command, int timeoutSeconds, string? matcher = null)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("event_name", SnakeCase(eventName));
            writer.WriteStartArray("hooks");
            writer.WriteStartObject();
            writer.WriteBoolean("async", false);
            writer.WriteString("command", command);
            writer.WriteNumber("timeout", timeoutSeconds);
            writer.WriteString("type", "command");
            writer.WriteEndObject();
            writer.WriteEndArray();
            if (matcher is not null)
            {
                writer.WriteString("matcher", matcher);
            }

            writer.WriteEndObject();
        }

        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    /// <summary><c>PreToolUse</c> becomes <c>pre_tool_use</c>.</summary>
    public static string SnakeCase(string name)
    {
        StringBuilder snake = new(name.Length + 4);
        foreach (char c in name)
        {
            if (char.IsAsciiLetterUpper(c) && snake.Length > 0)
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }
}
