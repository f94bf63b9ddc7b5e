// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>The values of <see cref="SessionEvent.Kind"/>.</summary>
public static class EventKinds
{
    /// <summary>A hook payload as the agent sent it: <c>{"headers":{},"payload":{}}</c>.</summary>
    public const string Hook = "hook";

    /// <summary>A model request: <c>{"api","path","server_address","server_port","headers","body","items_from","items"}</c>; the items before <c>items_from</c> are those of the thread's previous request.</summary>
    public const string LlmRequest = "llm.request";

    /// <summary>A model response: <c>{"status","outcome","headers","first_event_ms","duration_ms","body"}</c>; streamed responses are assembled into the buffered shape.</summary>
    public const string LlmResponse = "llm.response";

    /// <summary>NemoFlow launched the agent: <c>{"argv","cwd","agent_version"}</c>.</summary>
    public const string RunStart = "run.start";

    /// <summary>The launched agent is gone: <c>{"exit_code"}</c>.</summary>
    public const string RunEnd = "run.end";

    /// <summary>Facts that the user wants the session to carry: any JSON object.</summary>
    public const string SessionMetadata = "session.metadata";

    /// <summary>Nothing happened for the idle time while nothing was open.</summary>
    public const string Idle = "idle";

    /// <summary>The gateway that recorded the session was stopped.</summary>
    public const string GatewayStop = "gateway.stop";
}
