// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Agents.ClaudeCode;

/// <summary>The ids that Claude Code puts on model requests: headers, the user id in the body, and the first block of the system prompt.</summary>
internal static class ClaudeRequests
{
    /// <summary>The session, the same as in hooks.</summary>
    public const string SessionHeader = "x-claude-code-session-id";

    private const string AgentHeader = "x-claude-code-agent-id";
    private const string ParentHeader = "x-claude-code-parent-agent-id";
    private const string UserAgentName = "claude-cli/";
    private const string OldSessionMark = "_session_";
    private const string BillingMark = "x-anthropic-billing-header:";

    /// <summary>The first version whose subagents name themselves: from it on, a request without an agent id is the root agent's.</summary>
    private static readonly Version NamesSubagents = new(2, 1, 139);

    /// <summary>Reads who sends a request; null where it is not Claude Code's.</summary>
    public static RequestIdentity? Identify(IReadOnlyDictionary<string, string> headers, JsonElement body)
    {
        string? version = VersionIn(headers.GetValueOrDefault("user-agent"));
        string? session = headers.GetValueOrDefault(SessionHeader) ?? SessionInBody(body);
        string? agent = headers.GetValueOrDefault(AgentHeader);
        if (session is null && agent is null && version is null)
        {
            return null;
        }

        bool saysSubagent = SystemHead(body).Contains("cc_is_subagent=true", StringComparison.Ordinal);
        return new RequestIdentity
        {
            Agent = AgentKinds.ClaudeCode,
            SessionId = session,
            SubagentId = agent,
            ParentSubagentId = agent is null ? null : headers.GetValueOrDefault(ParentHeader),
            AgentVersion = version,
            IsRoot = agent is null && !saysSubagent && Version.TryParse(version, out Version? parsed) && parsed >= NamesSubagents,
        };
    }

    /// <summary>True for the request by which Claude Code tries a key, or asks for its rate limits, before anybody said anything.</summary>
    public static bool IsProbe(LlmRequest request) =>
        request is { HistoryCount: 0, NewItems: [{ Kind: LlmItemKind.Message, Role: "user", Text: "test" or "quota" }] }
        && request.Model?.StartsWith("claude", StringComparison.Ordinal) == true && request.Body?.LongAt("max_tokens") == 1;

    /// <summary><c>metadata.user_id</c> is JSON with a session id; in older versions text that ends in one.</summary>
    private static string? SessionInBody(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || body.TextAt("metadata.user_id") is not { } user)
        {
            return null;
        }

        if (user.StartsWith('{'))
        {
            try
            {
                return JsonElement.Parse(user).TextAt("session_id");
            }
            catch (JsonException)
            {
                return null;
            }
        }

        int mark = user.StartsWith("user_", StringComparison.Ordinal) ? user.LastIndexOf(OldSessionMark, StringComparison.Ordinal) : -1;
        return mark < 0 || mark + OldSessionMark.Length == user.Length ? null : user[(mark + OldSessionMark.Length)..];
    }

    /// <summary>The first block of the system prompt where Claude Code speaks of itself in it; else nothing.</summary>
    private static string SystemHead(JsonElement body)
    {
        string? head = body.ValueKind != JsonValueKind.Object ? null : body.At("system") switch
        {
            { ValueKind: JsonValueKind.Array } blocks => blocks.EnumerateArray().Where(b => b.ValueKind == JsonValueKind.Object).Select(b => b.TextAt("text")).FirstOrDefault(),
            { ValueKind: JsonValueKind.String } text => text.Scalar(),
            _ => null,
        };
        return head?.StartsWith(BillingMark, StringComparison.Ordinal) == true ? head : "";
    }

    /// <summary><c>claude-cli/2.1.197 (external, sdk-cli)</c> has it behind the slash.</summary>
    private static string? VersionIn(string? userAgent)
    {
        if (userAgent?.StartsWith(UserAgentName, StringComparison.Ordinal) != true)
        {
            return null;
        }

        int end = userAgent.AsSpan(UserAgentName.Length).IndexOfAny(' ', '(');
        return end < 0 ? userAgent[UserAgentName.Length..] : userAgent[UserAgentName.Length..(UserAgentName.Length + end)];
    }
}
