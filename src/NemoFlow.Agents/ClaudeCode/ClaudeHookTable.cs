// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace NemoFlow.Agents.ClaudeCode;

/// <summary>The <c>hooks</c> member of Claude Code's settings, made from the catalogue of events: for runs, plugins and installations alike.</summary>
internal static class ClaudeHookTable
{
    /// <summary>One handler an event. Hooks are posted by Claude Code itself where target, event and version allow it.</summary>
    public static JsonObject Build(Version? version, ClaudeHookTarget target)
    {
        bool canPost = target.Url is not null && (version is null || version >= ClaudeHookEvents.HttpSince);
        JsonObject hooks = [];
        foreach (ClaudeHookEvent e in ClaudeHookEvents.For(version))
        {
            JsonObject handler = canPost && e.OverHttp ? Post(target) : new JsonObject { ["type"] = "command", ["command"] = target.Command };
            handler["timeout"] = e.TimeoutSeconds;
            hooks[e.Name] = new JsonArray(new JsonObject { ["hooks"] = new JsonArray(handler) });
        }

        return hooks;
    }

    private static JsonObject Post(ClaudeHookTarget target)
    {
        JsonObject handler = new() { ["type"] = "http", ["url"] = target.Url };
        if (target.Headers.Count > 0)
        {
            JsonObject headers = [];
            foreach ((string name, string value) in target.Headers)
            {
                headers[name] = value;
            }

            handler["headers"] = headers;
        }

        if (target.Variables.Count > 0)
        {
            handler["allowedEnvVars"] = new JsonArray([.. target.Variables.Select(v => (JsonNode)v)]);
        }

        return handler;
    }
}
