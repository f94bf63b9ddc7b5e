// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Forwarding;

/// <summary>Stops sending a body that turned out larger than allowed.</summary>
internal sealed class RequestTooLargeException : IOException;
