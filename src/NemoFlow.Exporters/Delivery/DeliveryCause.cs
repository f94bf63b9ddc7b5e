// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Delivery;

/// <summary>What kept a request from being taken, as far as that can be told apart: each is mended at another place.</summary>
public enum DeliveryCause
{
    /// <summary>Nothing did, or it is none of the others.</summary>
    None,

    /// <summary>Nobody answered.</summary>
    Unreachable,

    /// <summary>Somebody answered who speaks another protocol.</summary>
    Protocol,

    /// <summary>There is nothing at that path, or something else.</summary>
    Place,

    /// <summary>The credential is missing, wrong, or not enough.</summary>
    Credential,

    /// <summary>The target cannot take it now.</summary>
    Busy,

    /// <summary>The target does not want this content.</summary>
    Content,
}
