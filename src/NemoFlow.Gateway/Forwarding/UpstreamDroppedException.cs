// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Forwarding;

/// <summary>The provider broke off in mid-answer. Thrown to the server, which then closes the client's connection without ending the body.</summary>
internal sealed class UpstreamDroppedException(Exception inner) : IOException(inner.Message, inner);
