// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hook;

/// <summary>
/// No complete answer of the gateway was received. Whether it recorded the event is not known, so the event is kept under the same
/// delivery id, never sent again here: the gateway drops what it has already seen.
/// </summary>
internal sealed class DeliveryException(string message, bool noGateway = false) : Exception(message)
{
    /// <summary>Whether nobody listened: nothing was sent.</summary>
    public bool NoGateway { get; } = noGateway;
}
