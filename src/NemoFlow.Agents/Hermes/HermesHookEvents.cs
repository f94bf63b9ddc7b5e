// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Hermes;

/// <summary>The events of Hermes's shell hooks that are registered in its <c>config.yaml</c>.</summary>
public static class HermesHookEvents
{
    /// <summary>Seconds that Hermes waits for a hook of ours.</summary>
    public const int TimeoutSeconds = 30;

    /// <summary>The events to register; an older Hermes warns of those it does not know and goes on.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "on_session_start",
        "pre_llm_call",
        "pre_api_request",
        "post_api_request",
        "api_request_error",
        "pre_tool_call",
        "post_tool_call",
        "subagent_start",
        "subagent_stop",
        "post_llm_call",
        "on_session_end",
        "on_session_finalize",
        "on_session_reset",
    ];
}
