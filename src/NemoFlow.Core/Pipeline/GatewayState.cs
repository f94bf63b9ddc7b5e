// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>How a gateway stands.</summary>
public enum GatewayState
{
    /// <summary>It listens.</summary>
    Running,

    /// <summary>It was stopped.</summary>
    Stopped,

    /// <summary>Its process is there, but it does not answer.</summary>
    Unreachable,
}
