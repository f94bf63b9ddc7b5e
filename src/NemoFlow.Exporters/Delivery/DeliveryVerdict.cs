// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Delivery;

/// <summary>What became of a request.</summary>
public enum DeliveryVerdict
{
    /// <summary>The target has it.</summary>
    Delivered,

    /// <summary>It may be accepted later: the target is away, busy, or not set up rightly. Nothing is given up.</summary>
    Later,

    /// <summary>The target will never take it as it is.</summary>
    Refused,
}
