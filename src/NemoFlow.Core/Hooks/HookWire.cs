// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Hooks;

/// <summary>
/// What the hook client and the gateway say to each other. The client is compiled without the rest of this assembly, so this file names
/// nothing but the base class library and <see cref="AgentKinds"/>.
/// </summary>
public static class HookWire
{
    /// <summary>The route of an agent's hooks is this and the agent's name.</summary>
    public const string RoutePrefix = "/hooks/";

    /// <summary>Every header of ours begins with this.</summary>
    public const string HeaderPrefix = "x-nemo-flow-";

    /// <summary>A UUID (version 7) of the delivery; a repeated one has been recorded before and is dropped.</summary>
    public const string DeliveryHeader = "x-nemo-flow-delivery";

    /// <summary>When the hook began, in Unix milliseconds: the event's time, however late it arrives.</summary>
    public const string TimeHeader = "x-nemo-flow-time";

    /// <summary>The gateway's token. A credential: never written to a file.</summary>
    public const string TokenHeader = "x-nemo-flow-token";

    /// <summary>The run that started the agent, where one did.</summary>
    public const string RunHeader = "x-nemo-flow-run";

    /// <summary>On hooks that an agent posts by its own configuration: the agent that the run was started for, where one was.</summary>
    public const string RunAgentHeader = "x-nemo-flow-run-agent";

    /// <summary>On hooks that an agent posts by its own configuration: it tells an installation its own hooks, and is not recorded.</summary>
    public const string InstalledHeader = "x-nemo-flow-installed";

    /// <summary>
    /// On hooks that an agent posts by its own configuration: the gateway that the user named for them, by whatever variable does that. The
    /// gateway that gets such a hook passes it on there. Empty where no other is named.
    /// </summary>
    public const string GatewayUrlHeader = "x-nemo-flow-gateway-url";

    /// <summary>The configuration profile to use for the session.</summary>
    public const string ProfileHeader = "x-nemo-flow-config-profile";

    /// <summary>JSON that the session carries as metadata.</summary>
    public const string SessionMetadataHeader = "x-nemo-flow-session-metadata";

    /// <summary>JSON with plugin components for the session.</summary>
    public const string PluginConfigHeader = "x-nemo-flow-plugin-config";

    /// <summary><c>hook-only</c>, <c>passthrough</c> or <c>required</c>.</summary>
    public const string GatewayModeHeader = "x-nemo-flow-gateway-mode";

    /// <summary>The folder for the session's trajectory.</summary>
    public const string AtifFolderHeader = "x-nemo-flow-atif-dir";

    /// <summary>Where the session's OpenInference traces go.</summary>
    public const string OpenInferenceEndpointHeader = "x-nemo-flow-openinference-endpoint";

    /// <summary>Part of the <c>error.type</c> of a 403 by which a policy rejects what the agent is about to do.</summary>
    public const string GuardrailRejected = "guardrail_rejected";

    /// <summary>
    /// The reply that leaves the agent to do what it would have done without us, whatever the event; null for an agent that we do not know.
    /// </summary>
    public static string? NeutralReply(string agent) => agent switch
    {
        AgentKinds.Codex or AgentKinds.Hermes => "{}",
        AgentKinds.Cursor => """{"continue":true}""",
        // Whatever Claude Code is answered before a compaction, JSON or not, becomes part of what the model is told.
        AgentKinds.ClaudeCode => "",
        _ => null,
    };

    /// <summary>
    /// A header value as the client meant it. Values are sent as UTF-8, and a server that must carry header bytes unchanged reads them
    /// as Latin-1, one character per byte.
    /// </summary>
    public static string DecodeHeader(string latin1)
    {
        ArgumentNullException.ThrowIfNull(latin1);
        return Ascii.IsValid(latin1) ? latin1 : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(latin1));
    }
}
