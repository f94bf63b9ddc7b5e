// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Agents.Codex;

/// <summary>The ids that Codex puts on its model requests, as headers and again in <c>client_metadata</c> of the body.</summary>
internal static class CodexRequests
{
    private const string SpawnKind = "collab_spawn";
    private const string ReviewKind = "review";

    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    public static RequestIdentity? Identify(IReadOnlyDictionary<string, string> headers, JsonElement body)
    {
        JsonElement client = body.At("client_metadata") ?? Nothing;
        JsonElement turn = Parse(headers.GetValueOrDefault("x-codex-turn-metadata") ?? client.TextAt("x-codex-turn-metadata"));
        bool isCodexBody = client.TextAt("x-codex-installation-id") is not null;
        string? session = headers.GetValueOrDefault("session-id") ?? headers.GetValueOrDefault("session_id") ?? turn.TextAt("session_id")
            ?? client.TextAt("session_id") ?? (isCodexBody ? body.TextAt("prompt_cache_key") : null);
        string? thread = headers.GetValueOrDefault("thread-id") ?? turn.TextAt("thread_id") ?? client.TextAt("thread_id");
        string? parent = headers.GetValueOrDefault("x-codex-parent-thread-id") ?? turn.TextAt("parent_thread_id") ?? client.TextAt("x-codex-parent-thread-id");
        string? kind = headers.GetValueOrDefault("x-openai-subagent") ?? turn.TextAt("subagent_kind") ?? client.TextAt("x-openai-subagent");
        if (session is null && thread is null && turn.TextAt("turn_id") is null && !isCodexBody)
        {
            return null;
        }

        // A review or compaction thread without a parent is the root agent at work under another name.
        bool isChild = thread is not null && thread != session && (kind == SpawnKind || (parent is not null && session is not null));
        return new RequestIdentity
        {
            Agent = AgentKinds.Codex,
            SessionId = session,
            SubagentId = isChild ? thread : null,
            ParentSubagentId = isChild && parent != session ? parent : null,
            // A review has the name of the agent that it stands for.
            SubagentName = isChild && kind != ReviewKind ? turn.TextAt("agent_name") : null,
            SubagentType = isChild && kind != SpawnKind ? kind : null,
            StandsForParent = isChild && kind == ReviewKind,
            ParentTurnId = isChild ? turn.TextAt("parent_turn_id") : null,
            TurnId = turn.TextAt("turn_id"),
            Purpose = turn.TextAt("request_kind"),
            AgentVersion = headers.GetValueOrDefault("version") ?? VersionIn(headers.GetValueOrDefault("user-agent")),
        };
    }

    /// <summary><c>codex_exec/0.169.0 (Debian …)</c> has it behind the first slash.</summary>
    private static string? VersionIn(string? userAgent)
    {
        int slash = userAgent?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0 || !userAgent!.StartsWith("codex", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        int end = userAgent.IndexOf(' ', slash);
        return end < 0 ? userAgent[(slash + 1)..] : userAgent[(slash + 1)..end];
    }

    private static JsonElement Parse(string? json)
    {
        if (string.IsNullOrEmpty(json))
        {
            return Nothing;
        }

        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            return Nothing;
        }
    }
}
