// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Agents.Codex;

/// <summary>How Codex tells of child threads: in the source of a session, and in the result of the call that spawned one.</summary>
internal static class CodexThreads
{
    /// <summary>How ciphertext begins that Codex passes from agent to agent.</summary>
    private const string CipherMark = "gAAAA";

    /// <summary>The parent of a session that is a child thread; null for a session of its own or one that claims to be its own parent.</summary>
    public static Spawn? ReadSpawn(JsonElement payload, string sessionId)
    {
        JsonElement? spawn = payload.First("source.subagent.thread_spawn", "metadata.source.subagent.thread_spawn", "session_meta.payload.source.subagent.thread_spawn");
        if (spawn?.TextAt("parent_thread_id") is not { } parent || parent == sessionId)
        {
            return null;
        }

        Dictionary<string, string> metadata = new(StringComparer.Ordinal)
        {
            ["thread_source"] = "subagent",
            ["codex_parent_thread_id"] = parent,
            ["codex_subagent_session_id"] = sessionId,
        };
        Copy(spawn.Value, "depth", metadata, "codex_subagent_depth");
        Copy(spawn.Value, "agent_nickname", metadata, "agent_nickname");
        Copy(spawn.Value, "agent_role", metadata, "agent_role");
        return new Spawn(parent, metadata);
    }

    /// <summary>The subagent's thread that a notice is about: the hook client names its session too. Null for the notice of a session itself.</summary>
    public static string? ReadNoticed(JsonElement payload) =>
        payload.TextAt("session_id") is { } session && payload.TextAt("thread-id") is { } thread && thread != session ? thread : null;

    /// <summary>The thread id (multi-agent v1) or the task path (v2) in the result of <c>spawn_agent</c>, which is JSON or JSON in a string.</summary>
    public static string? ReadLaunch(JsonElement result)
    {
        JsonElement value = Parsed(result);
        return value.FirstText("agent_id", "agentId", "thread_id", "task_name");
    }

    /// <summary>The task in the arguments of <c>spawn_agent</c>; null where it is encrypted or made of other things than text.</summary>
    public static string? ReadTask(JsonElement arguments)
    {
        JsonElement value = Parsed(arguments);
        string? task = value.FirstText("message", "prompt")
            ?? value.ItemsAt("items").Select(i => i.TextAt("text")).FirstOrDefault(t => t is not null);
        return task is null || (task.StartsWith(CipherMark, StringComparison.Ordinal) && !task.Contains(' ', StringComparison.Ordinal)) ? null : task;
    }

    /// <summary>Models write arguments as JSON in a string, hooks as an object.</summary>
    private static JsonElement Parsed(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? JsonElement.Parse(value.Scalar() ?? "") : value;
        }
        catch (JsonException)
        {
            return value;
        }
    }

    private static void Copy(JsonElement from, string field, Dictionary<string, string> to, string name)
    {
        if (from.TextAt(field) is { } value)
        {
            to[name] = value;
        }
    }

    internal sealed record Spawn(string ParentId, Dictionary<string, string> Metadata);
}
