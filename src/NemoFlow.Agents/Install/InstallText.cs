// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Configuration.Json;
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Agents.Install;

/// <summary>Bytes of configuration files as documents and back. A file that is missing or blank reads as an empty document.</summary>
internal static class InstallText
{
    public static JsoncDocument Json(byte[]? bytes, string path) => IsBlank(bytes) ? JsoncDocument.Parse("{}", path) : JsoncDocument.Parse(bytes, path);

    /// <exception cref="TomlException">The bytes are not TOML.</exception>
    public static TomlDocument Toml(byte[]? bytes, string path) => TomlDocument.Parse(bytes ?? [], new TomlOptions { Version = TomlVersion.Toml11 }, path);

    /// <summary>The edit that gives a JSON file its new text; null where nothing changes.</summary>
    public static FileEdit? Edit(string path, byte[]? before, JsoncDocument after) =>
        Edit(path, before, Encoding.UTF8.GetBytes(IsBlank(before) ? after + "\n" : after.ToString()));

    /// <summary>The edit that gives a TOML file its new text; null where nothing changes.</summary>
    public static FileEdit? Edit(string path, byte[]? before, TomlDocument after) => before is null && after.ToString().Length == 0
        ? null
        : Edit(path, before, after.ToUtf8Bytes());

    /// <summary>The edit after ours was taken out: a file that is empty without it, and was not there before, goes.</summary>
    public static FileEdit? EditOrRemove(string path, byte[]? before, string after, byte[]? original)
    {
        bool isEmpty = after.Trim('\uFEFF', ' ', '\t', '\r', '\n') is "" or "{}";
        if (isEmpty && before is not null && (original is null || IsBlank(original)))
        {
            return Edit(path, before, original);
        }

        return Edit(path, before, Encoding.UTF8.GetBytes(after));
    }

    /// <summary>What is said of hooks that nobody installed.</summary>
    public static string ByHand(string path, IReadOnlyList<string> events) =>
        $"{path} has hooks for NemoFlow that were put in by hand ({string.Join(", ", events)}): they are left alone, and no second ones are added, so that nothing is recorded twice.";

    /// <summary>Why an agent that reads plain JSON will not read a file: comments and trailing commas; null where it will.</summary>
    public static string? NotStrict(byte[]? bytes)
    {
        if (IsBlank(bytes))
        {
            return null;
        }

        try
        {
            using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes);
            return null;
        }
        catch (System.Text.Json.JsonException e)
        {
            return e.Message;
        }
    }

    public static bool IsBlank(byte[]? bytes) => bytes is null || bytes.AsSpan().Trim(" \t\r\n\uFEFF"u8).IsEmpty;

    private static FileEdit? Edit(string path, byte[]? before, byte[]? after) =>
        before is null ? (after is null ? null : new FileEdit(path, before, after)) : (after is not null && before.AsSpan().SequenceEqual(after) ? null : new FileEdit(path, before, after));
}
