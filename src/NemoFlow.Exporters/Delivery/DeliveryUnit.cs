// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Delivery;

/// <summary>A part of a session that arrives as a whole or not at all.</summary>
/// <param name="Key">The same whenever the session is read again.</param>
/// <param name="SettledAt">Not to be sent before.</param>
/// <param name="Part">What the target makes of it.</param>
public readonly record struct DeliveryUnit(ulong Key, DateTimeOffset SettledAt, object Part);
