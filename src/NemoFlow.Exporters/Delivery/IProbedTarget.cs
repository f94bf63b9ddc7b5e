// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Delivery;

/// <summary>A target behind a network that can be asked, without storing anything there, whether it would take what it is sent.</summary>
public interface IProbedTarget
{
    /// <summary>Asks once, with the headers and credentials of a delivery. Failures are answers, not exceptions.</summary>
    Task<ProbeAnswer> ProbeAsync(CancellationToken cancellation);
}
