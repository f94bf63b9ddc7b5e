// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hook;

/// <summary>A complete answer of the gateway.</summary>
internal sealed class HttpReply(int status, byte[] body)
{
    /// <summary>The HTTP status code.</summary>
    public int Status { get; } = status;

    /// <summary>The body without its transfer coding.</summary>
    public byte[] Body { get; } = body;

    public bool IsSuccess => Status is >= 200 and <= 299;
}
