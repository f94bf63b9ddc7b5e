// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hook;

/// <summary>The environment variables that a hook client reads.</summary>
internal static class HookVariables
{
    public const string GatewayUrl = "NEMO_FLOW_GATEWAY_URL";

    public const string Token = "NEMO_FLOW_GATEWAY_TOKEN";

    public const string Run = "NEMO_FLOW_RUN";

    /// <summary>The agent that a run was started for: others inside of it report for themselves.</summary>
    public const string RunAgent = "NEMO_FLOW_RUN_AGENT";

    /// <summary>Whether an installed hook may start a gateway; on unless it is switched off.</summary>
    public const string AutoStart = "NEMO_FLOW_AUTOSTART";

    public const string FailClosed = "NEMO_FLOW_FAIL_CLOSED";

    public const string CaptureContent = "NEMO_FLOW_CAPTURE_CONTENT";

    public const string StateFolder = "NEMO_FLOW_STATE_DIR";

    /// <summary>Whether a switch is on: <c>1</c> or <c>true</c>.</summary>
    public static bool IsOn(string? value) => value is "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a switch is off: anything but a clear yes, where it is set.</summary>
    public static bool IsOff(string? value) => value?.Trim() is { Length: > 0 } text && !(IsOn(text)
        || string.Equals(text, "yes", StringComparison.OrdinalIgnoreCase) || string.Equals(text, "on", StringComparison.OrdinalIgnoreCase) || string.Equals(text, "full", StringComparison.OrdinalIgnoreCase));
}
