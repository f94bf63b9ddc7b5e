// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Delivery;

/// <summary>What a target's answer to a request that stores nothing says.</summary>
public enum ProbeVerdict
{
    /// <summary>It would take what it is sent.</summary>
    Accepted,

    /// <summary>It is there, but only a delivery can tell whether it is taken.</summary>
    Undecided,

    /// <summary>The address is wrong.</summary>
    WrongPlace,

    /// <summary>The credential is missing, wrong, or not enough.</summary>
    CredentialRefused,

    /// <summary>It does not answer, not now, or with an error.</summary>
    Failed,
}
