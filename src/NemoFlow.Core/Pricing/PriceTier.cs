// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Pricing;

/// <summary>What a service tier such as <c>batch</c> or <c>priority</c> costs.</summary>
/// <param name="Factor">The usual prices times this.</param>
public sealed record PriceTier(decimal Factor);
