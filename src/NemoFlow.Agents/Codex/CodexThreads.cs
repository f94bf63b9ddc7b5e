// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Agents.Codex;

/// <summary>How Codex tells of child threads: in the source of a session, and in the result of the call that spawned one.</summary>
internal static class CodexThreads
{
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

    /// <summary>The thread id (multi-agent v1) or the task path (v2) in the result of <c>spawn_agent</c>, which is JSON or JSON in a string.</summary>
    public static string? ReadLaunch(JsonElement result)
    {
        JsonElement value = result;
        if (result.ValueKind == JsonValueKind.String)
        {
            try
            {
                value = JsonElement.Parse(result.GetString()!);
            }
            catch (JsonException)
            {
                return null;
            }
        }

        return value.FirstText("agent_id", "agentId", "thread_id", "task_name");
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
