// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Hosting;

/// <summary>The gateway could not be started; the message says why and what to do.</summary>
public sealed class GatewayStartException : Exception
{
    /// <summary>With a message.</summary>
    public GatewayStartException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public GatewayStartException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without a message.</summary>
    public GatewayStartException()
    {
    }
}
