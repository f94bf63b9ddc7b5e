// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Forwarding;

/// <summary>How sending a request ended.</summary>
internal enum UploadEnd
{
    /// <summary>All of it was sent.</summary>
    Sent,

    /// <summary>The client broke off, or framed its body wrongly.</summary>
    ClientFailed,

    /// <summary>The body is larger than the gateway's limit.</summary>
    TooLarge,

    /// <summary>The provider takes no more. It may have said why.</summary>
    Refused,

    /// <summary>The answer came first and was an end: the rest was not asked for any more.</summary>
    Stopped,
}
